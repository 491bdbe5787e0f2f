import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect } from 'vitest'
import { portOf, tcp } from '../support/services.ts'
import { managerRow, size } from './fault.ts'

const LISTEN = [tcp(), { transport: 'unix', path: 'half.sock' }]

managerRow(
  {
    row: 10,
    what: 'request and FIN in one go, TCP and Unix, echo and timestamp',
    expected: 'every reply, then the end',
  },
  async ({ manager, start }) => {
    const clients = size(20, 500)
    let replies = 0
    for (const protocol of ['echo', 'timestamp']) {
      const service = await start(protocol, { listen: LISTEN })
      const targets = [
        { port: portOf(service), host: '127.0.0.1' },
        { path: join(manager.dataDir, 'sockets', 'half.sock') },
      ]
      for (let at = 0; at < clients; at++) {
        const heard = await callAndEnd(targets[at % 2] ?? { port: 0 }, `hello ${at}`)
        if (heard.endsWith(`hello ${at}`)) replies++
      }
      await manager.rest.delete(`/services/${service.id}`)
    }
    expect(replies).toBe(2 * clients)
    return `replies ${replies}/${2 * clients}`
  },
)

/** Sends, ends, and answers all that comes back before the end. */
async function callAndEnd(target: { port: number } | { path: string }, text: string): Promise<string> {
  const socket = connect({ ...target, allowHalfOpen: true })
  let heard = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => (heard += chunk))
  socket.end(text)
  await once(socket, 'close')
  return heard
}
