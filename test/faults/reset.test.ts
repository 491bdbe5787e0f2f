import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect } from 'vitest'
import { portOf } from '../support/services.ts'
import { managerRow, size } from './fault.ts'
import { tally } from './journal.ts'

const LONGEST = 200_000

managerRow(
  {
    row: 11,
    what: `RST at a random byte, ${size(50, 1000)} times, every other one as soon as it is connected`,
    expected: 'a row for each, no crash',
  },
  async ({ rest, start }) => {
    const count = size(50, 1000)
    const service = await start('echo')
    for (let done = 0; done < count; done++) {
      await resetAfter(portOf(service), randomBytes(), done % 2 === 0)
    }
    await rest.post(`/services/${service.id}/stop`, { drainMs: 0 })
    const { opened, closed } = await tally(rest, service.id)
    expect({ opened, closed }).toEqual({ opened: count, closed: count })
    return `0 crashes, ${closed} rows, ${opened - closed} orphans`
  },
)

const randomBytes = () => Math.floor(Math.random() ** 4 * LONGEST)

/** Connects, sends so many bytes, and resets; `isHeard`: not before one echo has come. */
async function resetAfter(port: number, bytes: number, isHeard: boolean): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect') // who resets before that was never a connection
  if (isHeard) await oneEcho(socket)
  if (bytes > 0) socket.write(Buffer.alloc(bytes))
  const closed = once(socket, 'close')
  socket.resetAndDestroy()
  await closed
}

async function oneEcho(socket: Socket): Promise<void> {
  socket.write('x')
  await once(socket, 'data')
  socket.resume()
}
