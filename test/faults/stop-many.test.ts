import { once } from 'node:events'
import { connect } from 'node:net'
import { expect } from 'vitest'
import { portOf } from '../support/services.ts'
import { gather } from './crowd.ts'
import { managerRow, size } from './fault.ts'
import { tally } from './journal.ts'
import { inMs, timed } from './measure.ts'

const DRAIN_MS = 1000
const MAY_OVERSHOOT_MS = 250

managerRow(
  {
    row: 5,
    what: `stop with ${size(100, 1000)} live connections, half of which finish`,
    expected: 'new ones refused at once, cut ≤ 250 ms after the deadline',
  },
  async ({ rest, start }) => {
    const count = size(100, 1000)
    const service = await start('echo', { limits: { maxConnections: null } })
    const { sockets } = await gather(portOf(service), count)
    const gone = sockets.map((socket) => once(socket, 'close'))
    const stopping = timed(() => rest.post(`/services/${service.id}/stop`, { drainMs: DRAIN_MS }))
    await untilRefused(portOf(service))
    sockets.forEach((socket, at) => at % 2 === 0 && socket.end())
    const { ms } = await stopping
    await Promise.all(gone)
    const overshoot = ms - DRAIN_MS
    expect(overshoot).toBeGreaterThan(-5)
    expect(overshoot).toBeLessThanOrEqual(MAY_OVERSHOOT_MS)
    const { opened, closed } = await tally(rest, service.id)
    expect(opened).toBeGreaterThanOrEqual(count) // and those who came while the order was on its way
    expect(closed).toBe(opened)
    return `overshoot ${inMs(overshoot)}`
  },
)

/** Connects again and again until that is refused. */
async function untilRefused(port: number): Promise<void> {
  while ((await errorOf(port)) !== 'ECONNREFUSED');
}

function errorOf(port: number): Promise<string | undefined> {
  const socket = connect(port, '127.0.0.1', () => socket.destroy())
  return new Promise((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    socket.once('close', () => resolve(undefined))
  })
}
