import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { tied } from './tied-process.ts'

/** Starts an engine process, tied to this one. It loads by itself; what it says is heard once somebody listens. */
export function forkEngine(module: URL): ChildProcess {
  const [execPath, ...execArgv] = tied(process.execPath)
  const child = fork(fileURLToPath(module), {
    execPath,
    execArgv,
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return child.on('error', () => undefined) // for whoever takes it, too, and that may be later
}
