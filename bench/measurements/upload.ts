import type { Figures } from '../figure.ts'
import type { Measurement } from '../measurement.ts'
import type { RunningPeer } from '../peer.ts'
import { bareCopy, fileTransfer, pythonReceiver } from '../peers/receivers.ts'
import { cpuUs, residentBytes } from '../process-figures.ts'
import { runUploads } from '../upload-load.ts'

const LARGE_BYTES = 1024 ** 3
const CROWD = { uploads: 100, bytes: 2 * 1024 ** 2 }
const WATCH_EVERY_MS = 20

/** Files from the socket to the synced disk; Switchboard hashes them and puts them on record as well. */
export const upload = (): Measurement => ({
  name: 'upload',
  title: 'Upload: 1 GiB, then 100 files of 2 MiB at once, each synced before it is answered',
  figures: ['megabytesPerSecond', 'cpuMsPerGigabyte', 'growthBytes', 'crowdMegabytesPerSecond', 'failed'],
  contenders: [fileTransfer, bareCopy, pythonReceiver].map((peer) => ({ ...peer, measure })),
  bars: [
    {
      contender: fileTransfer.name,
      figure: 'megabytesPerSecond',
      least: 1.5,
      against: pythonReceiver.name,
    },
    { contender: fileTransfer.name, figure: 'megabytesPerSecond', least: 0.6, against: bareCopy.name },
    { contender: fileTransfer.name, figure: 'growthBytes', most: 64_000_000 },
    { contender: fileTransfer.name, figure: 'failed', most: 0 },
  ],
  startsAnew: false,
})

async function measure(running: RunningPeer): Promise<Figures> {
  const { port, processes } = running
  const memory = watchMemory(running)
  const cpuBefore = total(processes.server, cpuUs)
  const large = await runUploads(port.tcp, 1, LARGE_BYTES)
  const cpu = total(processes.server, cpuUs) - cpuBefore
  const growthBytes = memory.stop()
  const crowd = await runUploads(port.tcp, CROWD.uploads, CROWD.bytes)
  for (const { firstError } of [large, crowd]) if (firstError) console.error(firstError)
  return {
    megabytesPerSecond: LARGE_BYTES / 1e6 / large.seconds,
    cpuMsPerGigabyte: cpu / 1e3 / (LARGE_BYTES / 1e9),
    growthBytes,
    crowdMegabytesPerSecond: (CROWD.uploads * CROWD.bytes) / 1e6 / crowd.seconds,
    failed: large.failed + crowd.failed,
  }
}

/** What a server held before its first upload, that of the warm-up. */
const idleBytes = new WeakMap<RunningPeer, number>()

/** How much more than idle the server held at most. */
function watchMemory(running: RunningPeer): { stop(): number } {
  const look = () => total(running.processes.server, residentBytes)
  const idle = idleBytes.get(running) ?? look()
  idleBytes.set(running, idle)
  let most = idle
  const timer = setInterval(() => (most = Math.max(most, look())), WATCH_EVERY_MS)
  return {
    stop() {
      clearInterval(timer)
      return most - idle
    },
  }
}

const total = (pids: number[], figure: (pid: number) => number) =>
  pids.reduce((sum, pid) => sum + figure(pid), 0)
