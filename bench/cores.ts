import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { findProgram } from '../scripts/setup/find-program.js'

/** Which core the measured server has for itself, and which the load generator. null: the kernel chooses. */
export type Cores = { server: number | null; load: number | null }

const taskset = findProgram('taskset')

/** The first two cores this process may use. With one core, or without taskset, nothing is pinned. */
export function chooseCores(): Cores {
  const [, list = ''] = /^Cpus_allowed_list:\s+(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  const [server, load] = parseCoreList(list)
  if (taskset === undefined || server === undefined || load === undefined) return { server: null, load: null }
  return { server, load }
}

/** The kernel's way to write a set of cores: `0-2,5` is 0, 1, 2 and 5. */
export function parseCoreList(list: string): number[] {
  return [...list.matchAll(/(\d+)(?:-(\d+))?/g)].flatMap(([, first, last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => Number(first) + at),
  )
}

/** The command that runs a command on one core only. */
export function onCore(core: number | null, command: readonly string[]): readonly string[] {
  return core === null || taskset === undefined ? command : [taskset, '-c', String(core), ...command]
}

/** Moves a running process, with all its threads, to one core. */
export function moveToCore(core: number | null, pid: number): void {
  if (core === null || taskset === undefined) return
  execFileSync(taskset, ['-a', '-c', '-p', String(core), String(pid)], { stdio: 'ignore' })
}
