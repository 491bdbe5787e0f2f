import type { Connection, Page } from '@switchboard/contract'
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, onTestFinished } from 'vitest'
import { residentBytes } from '../../bench/process-figures.ts'
import type { Rest } from '../support/rest.ts'
import { portOf } from '../support/services.ts'
import { gather } from './crowd.ts'
import { managerRow, size } from './fault.ts'
import { inMs, timed } from './measure.ts'

const MIB = 1 << 20
const MAY_RISE = 64 * MIB
const EACH = 16 * MIB
/** Long enough for the memory to be looked at before. */
const DEADLINE_MS = 10_000
/** Three reads for each of 200 peers, and what V8 has not collected yet of those that went through. */
const MAY_RISE_WITH_TRAFFIC = 128 * MIB

managerRow(
  {
    row: 12,
    what: `${size(20, 200)} peers of chargen that do not read, on engines that have just started`,
    expected: 'RSS of the engines rises ≤ 64 MiB, closed as slow-peer at the deadline, others are served',
  },
  async ({ engines, start, service, rest }) => {
    const before = residentOf(engines())
    const count = size(20, 200)
    const target = await start('chargen', {
      limits: { maxConnections: null, slowPeerTimeoutMs: DEADLINE_MS },
    })
    const gone = Array.from({ length: count }, () => idleReader(portOf(target)))
    await settled(async () => (await service(target.id)).stats.bytesOut)
    const rise = residentOf(engines()) - before
    expect(rise).toBeLessThanOrEqual(MAY_RISE)
    const echo = await start('echo')
    const other = await timed(() => gather(portOf(echo), 1))
    expect(other.value.served).toBe(1)
    await Promise.all(gone)
    const ends = await endsOf(rest, target.id)
    expect(ends.map(({ closeReason }) => closeReason)).toEqual(Array(count).fill('slow-peer'))
    const longest = Math.max(...ends.map(({ durationMs }) => durationMs))
    const memory = `RSS +${(rise / MIB).toFixed(1)} MiB`
    return `${memory}, cut ${inMs(longest)} after opening (deadline ${inMs(DEADLINE_MS)}), another service's echo in ${inMs(other.ms)}`
  },
)

managerRow(
  {
    row: 12,
    what: `${size(20, 200)} peers that send to echo and do not read, on engines that have carried traffic`,
    expected: 'they wait, RSS of the engines rises ≤ 128 MiB, others are served',
  },
  async ({ engines, start, service }) => {
    const target = await start('echo')
    await warmUp(portOf(target))
    const before = residentOf(engines())
    for (let peer = 0; peer < size(20, 200); peer++) pour(portOf(target))
    const taken = async () => (await service(target.id)).stats.bytesIn
    await settled(taken)
    const rise = residentOf(engines()) - before
    expect(rise).toBeLessThanOrEqual(MAY_RISE_WITH_TRAFFIC)
    const other = await timed(() => gather(portOf(target), 1))
    expect(other.value.served).toBe(1)
    return `RSS +${(rise / MIB).toFixed(1)} MiB, another peer's echo in ${inMs(other.ms)}`
  },
)

/** What traffic as such costs, however well it is read, is not what is measured: on cold engines a run showed 50 MiB more. */
async function warmUp(port: number): Promise<void> {
  const { sockets } = await gather(port, 20)
  const done = sockets.map(async (socket) => {
    socket.end(Buffer.alloc(EACH))
    await once(socket.resume(), 'close')
  })
  await Promise.all(done)
}

/** A peer that reads nothing; resolves when it is cut. */
function idleReader(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1').pause()
  onTestFinished(() => void socket.destroy())
  return new Promise((resolve) => {
    // A paused socket does not see its end: a write to a peer that is gone does.
    const probe = setInterval(() => socket.write('x'), 200)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearInterval(probe)
      resolve()
    })
  })
}

/** The records of a service's connections, once all are closed. */
async function endsOf(rest: Rest, serviceId: string): Promise<Connection[]> {
  let items: Connection[] = []
  const open = async () => {
    items = (await rest.get<Page<Connection>>(`/connections?service=${serviceId}&limit=500`)).body.items
    return items.filter(({ state }) => state === 'open').length
  }
  await expect.poll(open).toBe(0)
  return items
}

/** A peer that sends as long as it can and reads nothing. */
function pour(port: number): void {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.pause()
  socket.write(Buffer.alloc(EACH))
  onTestFinished(() => void socket.destroy())
}

const residentOf = (pids: number[]) => pids.reduce((sum, pid) => sum + residentBytes(pid), 0)

/** Waits until a figure stands still. */
async function settled(look: () => Promise<number>): Promise<void> {
  let last = -1
  let same = 0
  const isSame = async () => {
    const now = await look()
    same = now === last && now > 0 ? same + 1 : 0
    last = now
    return same
  }
  await expect.poll(isSame, { interval: 300, timeout: 60_000 }).toBeGreaterThanOrEqual(4)
}
