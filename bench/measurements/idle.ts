import { runLoad } from '../load.ts'
import type { Figures } from '../figure.ts'
import type { Measurement } from '../measurement.ts'
import type { RunningPeer } from '../peer.ts'
import { bareNode, oneEngine, pythonAsyncio } from '../peers/catalogue.ts'
import { residentBytes } from '../process-figures.ts'
import type { Settings } from '../settings.ts'

const CONNECTIONS = 10_000
/** The engine's own memory should not count as the connections': code is compiled and heaps have grown after this load. */
const WARM_UP_SECONDS = 0.3

/** Connections that say nothing: what each costs, and how fast one of them is answered when it speaks. */
export const idle = ({ seconds }: Settings): Measurement => ({
  name: 'idle',
  title: `Idle: ${CONNECTIONS.toLocaleString('en')} open connections, one echo a millisecond through each in turn`,
  figures: ['serverBytes', 'managerBytes', 'held', 'p50Us', 'p99Us', 'failed'],
  contenders: [oneEngine, bareNode, pythonAsyncio].map((peer) => ({
    ...peer,
    measure: (running) => hold(running, seconds),
  })),
  bars: [{ contender: oneEngine.name, figure: 'serverBytes', most: 10_000 }],
  startsAnew: true,
})

async function hold(running: RunningPeer, seconds: number): Promise<Figures> {
  const { server, manager } = running.processes
  const port = running.port.tcp
  await runLoad({ mode: 'pingpong', port, peers: 50, seconds: WARM_UP_SECONDS })
  const before = { server: memory(server), manager: memory(manager) }
  const held = { ...before }
  const onHeld = () => Object.assign(held, { server: memory(server), manager: memory(manager) })
  const { connections, failed, p50Us, p99Us } = await runLoad({
    mode: 'idle',
    port,
    peers: CONNECTIONS,
    seconds,
    onHeld,
  })
  return {
    serverBytes: (held.server - before.server) / connections,
    ...(manager.length > 0 && { managerBytes: (held.manager - before.manager) / connections }),
    held: connections,
    p50Us,
    p99Us,
    failed,
  }
}

const memory = (pids: number[]) => pids.reduce((total, pid) => total + residentBytes(pid), 0)
