import { spawnSync } from 'node:child_process'

/** The kernel kills a process when the one that started it is gone: setpriv(1), PR_SET_PDEATHSIG in prctl(2). */
const TIE = ['setpriv', '--pdeathsig', 'KILL'] as const

let canTie: boolean | undefined

/** Whether this system can tie processes: Linux with util-linux 2.33 or later. */
export function canTieProcesses(): boolean {
  const [program, ...args] = TIE
  canTie ??= spawnSync(program, [...args, 'true']).status === 0
  return canTie
}

/** The command that runs `program` tied to this process, so that it cannot outlive it even when it hangs. */
export function tied(program: string): [string, ...string[]] {
  if (!canTieProcesses()) return [program]
  const [tie, ...args] = TIE
  return [tie, ...args, program]
}
