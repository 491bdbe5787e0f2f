import { readdirSync, readFileSync } from 'node:fs'

// What Linux tells about a process, see proc_pid_stat(5) and proc_pid_status(5).

/** The kernel counts CPU time for user space in ticks of 1/100 s. */
const TICK_US = 10_000

/** CPU time of all threads of a process so far, and of its ended children, user and system, in microseconds. */
export function cpuUs(pid: number): number {
  const [user, system, childrenUser, childrenSystem] = statFields(pid).slice(11, 15).map(Number)
  return ((user ?? 0) + (system ?? 0) + (childrenUser ?? 0) + (childrenSystem ?? 0)) * TICK_US
}

/** Memory a process holds in RAM, in bytes. */
export function residentBytes(pid: number): number {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kibibytes) * 1024
}

/** The processes a process has started and that still run. */
export function childrenOf(parent: number): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger)
  return pids.filter((pid) => parentOf(pid) === parent)
}

function parentOf(pid: number): number | null {
  try {
    return Number(statFields(pid)[1])
  } catch {
    return null // it has ended meanwhile
  }
}

/** From the state on: the name before it may hold blanks and brackets. */
function statFields(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}
