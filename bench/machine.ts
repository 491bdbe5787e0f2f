import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os'

/** What a reader must know to compare figures. */
export type Machine = {
  cpu: string
  cores: number
  memoryGiB: number
  kernel: string
  node: string
  /** Threads that wanted to run in the minute before: what others did, and may go on doing. */
  loadBefore: number
}

export const machine: Machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  kernel: release(),
  node: process.version,
  loadBefore: loadavg()[0] ?? NaN,
}
