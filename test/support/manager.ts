import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { childrenOf } from '../../bench/process-figures.ts'
import { ProgramOutput } from './program-output.ts'
import { ADMIN_TOKEN, Rest } from './rest.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** How to start a manager. `env` adds to the settings below; undefined takes one away. */
export type ManagerSettings = {
  dataDir: string
  env?: Record<string, string | undefined>
  command?: readonly string[]
  /** In a process group of its own, as a terminal or a supervisor starts it. */
  detached?: boolean
}

/** A real manager process, listening. */
export type Manager = {
  /** Such as `http://127.0.0.1:41233`. */
  url: string
  pid: number
  dataDir: string
  /** The admin token; empty where the story has taken it away. */
  token: string
  rest: Rest
  output: ProgramOutput
  /** Types into the manager's standard input. */
  type(keys: string): void
  /** The exit code, once it has ended. */
  ended: Promise<number | null>
  /** Ctrl-C: answers the exit code. Harmless when the process has ended. */
  stop(): Promise<number | null>
  /** Any signal that ends it: answers the exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>
  /** kill -9. */
  kill(): Promise<void>
  /** Whether that was its end. */
  isKilled(): boolean
}

/** The command that runs a manager. */
export const managerCommand: readonly string[] = [process.execPath, 'apps/api/src/server.ts']

/** Starts the manager's process without waiting for it. The environment holds no other setting of Switchboard. */
export function spawnManager({
  dataDir,
  env = {},
  command = managerCommand,
  detached = false,
}: ManagerSettings): ChildProcess {
  const [program = '', ...args] = command
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(SWITCHBOARD_|DATABASE_URL$)/.test(name),
  )
  const settings = {
    SWITCHBOARD_PORT: '0',
    SWITCHBOARD_DATA_DIR: dataDir,
    SWITCHBOARD_ADMIN_TOKEN: ADMIN_TOKEN,
    ...env,
  }
  const child = spawn(program, args, {
    cwd: root,
    env: { ...Object.fromEntries(inherited), ...settings },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached,
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

/** Starts a manager and waits until it listens. */
export async function startManager(settings: ManagerSettings): Promise<Manager> {
  const child = spawnManager(settings)
  const output = new ProgramOutput(child)
  const [, url = ''] = await output.waitFor(/(?:"url":"|running on )(https?:\/\/[\w.:[\]]+:\d+)/)
  const { SWITCHBOARD_ADMIN_TOKEN: token = '' } = { SWITCHBOARD_ADMIN_TOKEN: ADMIN_TOKEN, ...settings.env }
  return {
    url,
    pid: child.pid ?? NaN,
    dataDir: settings.dataDir,
    token,
    rest: new Rest(url, token),
    output,
    type: (keys) => void child.stdin?.write(keys),
    ended: new Promise((resolve) => child.once('close', resolve)),
    stop: () => end(child, 'SIGINT'),
    end: (signal) => end(child, signal),
    kill: async () => void (await end(child, 'SIGKILL')),
    isKilled: () => child.signalCode === 'SIGKILL',
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

/** Longer than any story lets a manager drain; shorter than Vitest waits for the end of a test. */
const LONGEST_END_MS = 40_000

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const closed = once(child, 'close', { signal: AbortSignal.timeout(LONGEST_END_MS) })
  child.kill(signal)
  try {
    await closed
  } catch {
    killWithDescendants(child.pid ?? 0)
    throw new Error(`The manager had to be killed ${LONGEST_END_MS / 1000} s after ${signal}.`)
  }
  return child.exitCode
}

/** A manager that a story left behind must not outlive the tests. */
const running = new Set<ChildProcess>()
process.on('exit', () => running.forEach(({ pid = 0 }) => killWithDescendants(pid)))

/** kill -9 for a process and whatever it started: `npm start` is four deep. */
function killWithDescendants(pid: number): void {
  if (pid === 0) return
  const children = childrenOf(pid)
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It is gone already.
  }
  children.forEach(killWithDescendants)
}
