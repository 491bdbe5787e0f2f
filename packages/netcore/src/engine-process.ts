import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { channelToEngine, type ManagerCalls } from './engine-channel.ts'

/**
 * An engine that leaves so many heartbeats (one in so many milliseconds) unanswered hangs, and is killed. Counted in
 * beats, not in time: a manager that was itself asleep must not blame its engines.
 */
const HEARTBEAT_MS = 1000
const MISSED_BEATS = 5

/** One engine process and the channel to it. */
export class EngineProcess {
  readonly id: number
  readonly call: ReturnType<typeof channelToEngine>
  /** Resolves when the process is gone, with the reason in words. */
  readonly gone: Promise<string>
  readonly #child: ChildProcess
  readonly #heartbeat: NodeJS.Timeout
  #missed = 0
  #hung = false

  constructor(id: number, module: URL, calls: ManagerCalls) {
    this.id = id
    this.#child = fork(fileURLToPath(module), {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: [],
    })
    this.call = channelToEngine(this.#child, calls)
    this.gone = new Promise((resolve) => {
      this.#child.on('error', (error) => resolve(error.message))
      this.#child.once('exit', (code, signal) => resolve(this.#reason(code, signal)))
    })
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS)
    void this.gone.then((reason) => this.#close(reason))
  }

  get pid(): number | null {
    return this.#child.pid ?? null
  }

  /** Lets the engine go: it ends when the channel closes. */
  disconnect(): void {
    if (this.#child.connected) this.#child.disconnect()
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  #beat(): void {
    if (this.#missed++ >= MISSED_BEATS) {
      this.#hung = true
      return this.kill()
    }
    void this.call.ping().then(
      () => (this.#missed = 0),
      () => undefined,
    )
  }

  #close(reason: string): void {
    clearInterval(this.#heartbeat)
    this.call.$close(new Error(`The engine is gone: ${reason}.`))
  }

  #reason(code: number | null, signal: string | null): string {
    if (this.#hung) return `it left ${MISSED_BEATS} heartbeats unanswered and was killed`
    return signal ? `ended by ${signal}` : `exited with code ${code}`
  }
}
