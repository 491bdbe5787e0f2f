import { setTimeout as pause } from 'node:timers/promises'
import { runLoad, type LoadOrder, type LoadResult } from './load.ts'
import type { Figures } from './figure.ts'
import { LeftOut, type RunningPeer } from './peer.ts'
import { cpuUs } from './process-figures.ts'

/** A server is at rest when it used no more CPU than this (microseconds) in a look's time; it is waited for so long. */
const RESTING_US = 10_000
const LOOK_MS = 100
const LONGEST_REST_MS = 5000

/** Loads a server and answers what the client saw, with the CPU time each process spent on it. */
export async function measureLoad(
  running: RunningPeer,
  order: Omit<LoadOrder, 'port'>,
): Promise<{ result: LoadResult; figures: Figures }> {
  const port = order.mode === 'udp' ? running.port.udp : running.port.tcp
  if (port === null) throw new LeftOut('it does not speak UDP')
  const before = cpuOf(running)
  const result = await runLoad({ ...order, port })
  await rest(running)
  const after = cpuOf(running)
  const used = { server: after.server - before.server, manager: after.manager - before.manager }
  return { result, figures: figuresOf(result, used, running.processes.manager.length > 0) }
}

function figuresOf(result: LoadResult, used: Cpu, hasManager: boolean): Figures {
  const { operations, echoes, seconds, lost, failed, p50Us, p99Us } = result
  return {
    perSecond: operations / seconds,
    p50Us,
    p99Us,
    serverCpuUs: used.server / echoes,
    ...(hasManager && { managerCpuUs: used.manager / echoes }),
    loadCpuUs: result.cpuUs / operations,
    loadBusy: (100 * result.cpuUs) / (seconds * 1e6),
    lostPercent: (100 * lost) / (operations + lost),
    failed,
  }
}

type Cpu = { server: number; manager: number }

function cpuOf({ processes }: RunningPeer): Cpu {
  return { server: sum(processes.server.map(cpuUs)), manager: sum(processes.manager.map(cpuUs)) }
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)

/** Work left over, such as writing the record, belongs to this server's bill and not into the next one's time. */
async function rest(running: RunningPeer): Promise<void> {
  const end = performance.now() + LONGEST_REST_MS
  for (let last = total(running); performance.now() < end;) {
    await pause(LOOK_MS)
    const now = total(running)
    if (now - last <= RESTING_US) return
    last = now
  }
}

function total(running: RunningPeer): number {
  const { server, manager } = cpuOf(running)
  return server + manager
}
