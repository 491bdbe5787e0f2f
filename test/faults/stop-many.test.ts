import { once } from 'node:events'
import { expect } from 'vitest'
import { portOf } from '../support/services.ts'
import { TcpClient } from '../support/tcp-client.ts'
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
    const late = await getIn(portOf(service))
    sockets.forEach((socket, at) => at % 2 === 0 && socket.end())
    const { ms } = await stopping
    await Promise.all(gone)
    const overshoot = ms - DRAIN_MS
    expect(overshoot).toBeGreaterThan(-5)
    expect(overshoot).toBeLessThanOrEqual(MAY_OVERSHOOT_MS)
    expect(await tally(rest, service.id)).toMatchObject({ opened: count + late, closed: count + late })
    return `overshoot ${inMs(overshoot)}`
  },
)

/** Connects until that is refused; answers how many got in before. */
async function getIn(port: number): Promise<number> {
  for (let guests = 0; ; guests++) {
    const outcome = await TcpClient.connect(port).catch((error: NodeJS.ErrnoException) => error.code)
    if (outcome === 'ECONNREFUSED') return guests
  }
}
