import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { ProgramOutput } from './program-output.ts'
import { Rest } from './rest.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** How to start a manager. `env` adds to the settings below. */
export type ManagerSettings = { dataDir: string; env?: Record<string, string>; command?: readonly string[] }

/** A real manager process, listening. */
export type Manager = {
  /** Such as `http://127.0.0.1:41233`. */
  url: string
  pid: number
  dataDir: string
  rest: Rest
  output: ProgramOutput
  /** Ctrl-C: answers the exit code. Harmless when the process has ended. */
  stop(): Promise<number | null>
  /** Any signal that ends it: answers the exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>
  /** kill -9. */
  kill(): Promise<void>
}

/** The command that runs a manager. */
export const managerCommand: readonly string[] = [process.execPath, 'apps/api/src/server.ts']

/** Starts the manager's process without waiting for it. The environment holds no other setting of Switchboard. */
export function spawnManager({ dataDir, env = {}, command = managerCommand }: ManagerSettings): ChildProcess {
  const [program = '', ...args] = command
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(SWITCHBOARD_|DATABASE_URL$)/.test(name),
  )
  const settings = { SWITCHBOARD_PORT: '0', SWITCHBOARD_DATA_DIR: dataDir, ...env }
  return spawn(program, args, {
    cwd: root,
    env: { ...Object.fromEntries(inherited), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Starts a manager and waits until it listens. */
export async function startManager(settings: ManagerSettings): Promise<Manager> {
  const child = spawnManager(settings)
  const output = new ProgramOutput(child)
  const [url] = await output.waitFor(/http:\/\/[\w.:[\]]+:\d+/)
  return {
    url,
    pid: child.pid ?? NaN,
    dataDir: settings.dataDir,
    rest: new Rest(url),
    output,
    stop: () => end(child, 'SIGINT'),
    end: (signal) => end(child, signal),
    kill: async () => void (await end(child, 'SIGKILL')),
  }
}

/** How a manager ends that cannot start: its exit code and everything it printed. */
export async function failToStart(
  settings: ManagerSettings,
): Promise<{ code: number | null; output: string }> {
  const child = spawnManager(settings)
  const output = new ProgramOutput(child)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output: output.text }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const closed = once(child, 'close')
  child.kill(signal)
  await closed
  return child.exitCode
}
