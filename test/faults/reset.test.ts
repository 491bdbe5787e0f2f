import { once } from 'node:events'
import { connect } from 'node:net'
import { expect } from 'vitest'
import { portOf } from '../support/services.ts'
import { managerRow, size } from './fault.ts'
import { tally } from './journal.ts'

const LONGEST = 200_000

managerRow(
  {
    row: 11,
    what: `RST after one echo and a random byte, ${size(50, 1000)} times`,
    expected: 'a row for each, no crash',
  },
  async ({ rest, start }) => {
    const count = size(50, 1000)
    const service = await start('echo')
    for (let done = 0; done < count; done++) await resetAfter(portOf(service), randomBytes())
    await rest.post(`/services/${service.id}/stop`, { drainMs: 0 })
    const { opened, closed } = await tally(rest, service.id)
    expect({ opened, closed }).toEqual({ opened: count, closed: count })
    return `0 crashes, ${closed} rows, ${opened - closed} orphans`
  },
)

const randomBytes = () => Math.floor(Math.random() ** 4 * LONGEST)

/** After one echo (a peer that resets before that may never have been accepted): so many bytes, then the reset. */
async function resetAfter(port: number, bytes: number): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  socket.write('x')
  await once(socket, 'data')
  socket.resume()
  if (bytes > 0) await new Promise((resolve) => socket.write(Buffer.alloc(bytes), resolve))
  const closed = once(socket, 'close')
  socket.resetAndDestroy()
  await closed
}
