import type { JournalEntry } from '@switchboard/contract'
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect } from 'vitest'
import type { Rest } from '../support/rest.ts'
import { portOf } from '../support/services.ts'
import { gather } from './crowd.ts'
import { managerRow, size } from './fault.ts'
import { readJournal, tally } from './journal.ts'
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
    expect(ms).toBeGreaterThan(DRAIN_MS - 5)
    const overshoot = (await lastCut(rest, service.id)) - DRAIN_MS
    expect(overshoot).toBeLessThanOrEqual(MAY_OVERSHOOT_MS)
    const { opened, closed } = await tally(rest, service.id)
    expect(opened).toBeGreaterThanOrEqual(count) // and those who came while the order was on its way
    expect(closed).toBe(opened)
    return `last one cut ${inMs(overshoot)} after the deadline, answered with all on record after ${inMs(ms - DRAIN_MS)}`
  },
)

/** Milliseconds from the stop until the last connection was cut, by the journal. */
async function lastCut(rest: Rest, serviceId: string): Promise<number> {
  const times = (type: string, entries: JournalEntry[]) =>
    entries.filter((entry) => entry.type === type).map(({ at }) => Date.parse(at))
  const entries = await readJournal(rest, serviceId)
  return Math.max(...times('connection.closed', entries)) - Math.min(...times('service.draining', entries))
}

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
