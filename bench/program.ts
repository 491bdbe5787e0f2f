import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { root } from '../test/support/manager.ts'
import { ProgramOutput } from '../test/support/program-output.ts'
import { atEnd } from './ending.ts'

/** A server program in a process of its own. */
export type Program = { pid: number; output: ProgramOutput; stop(): Promise<void> }

export function startProgram([command = '', ...args]: readonly string[]): Program {
  return watch(spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] }))
}

/** Makes sure that a child does not outlive this process. */
export function watch(child: ChildProcess): Program {
  const output = new ProgramOutput(child)
  const closed = once(child, 'close')
  const forget = atEnd(() => child.kill('SIGKILL'))
  const stop = async () => {
    child.kill('SIGTERM')
    await closed
    forget()
  }
  return { pid: child.pid ?? NaN, output, stop }
}
