import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, onTestFinished } from 'vitest'
import { residentBytes } from '../../bench/process-figures.ts'
import { portOf } from '../support/services.ts'
import { gather } from './crowd.ts'
import { managerRow, size } from './fault.ts'
import { inMs, timed } from './measure.ts'

const MIB = 1 << 20
const MAY_RISE = 64 * MIB
const EACH = 16 * MIB

managerRow(
  {
    row: 12,
    what: `${size(20, 200)} peers that send to echo and do not read, on engines that have carried traffic`,
    expected: 'they wait, RSS of the engines rises ≤ 64 MiB, others are served',
  },
  async ({ engines, start, service }) => {
    const target = await start('echo')
    await warmUp(portOf(target))
    const before = residentOf(engines())
    for (let peer = 0; peer < size(20, 200); peer++) pour(portOf(target))
    const taken = async () => (await service(target.id)).stats.bytesIn
    await settled(taken)
    const rise = residentOf(engines()) - before
    expect(rise).toBeLessThanOrEqual(MAY_RISE)
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
