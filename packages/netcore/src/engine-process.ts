import type { ChildProcess } from 'node:child_process'
import { channelToEngine, type ManagerCalls } from './engine-channel.ts'

/**
 * An engine that leaves so many heartbeats (one in so many milliseconds) unanswered hangs, and is killed. Counted in
 * beats, not in time: a manager that was itself asleep must not blame its engines.
 */
const HEARTBEAT_MS = 500
const MISSED_BEATS = 6
/** So long (milliseconds) an engine may take until it is ready. */
const START_MS = 30_000
/** An engine whose resident memory (bytes) is larger is replaced before it takes the machine down. */
const MEMORY_LIMIT = 1.5 * 1024 ** 3

/** One engine process and the channel to it. */
export class EngineProcess {
  readonly id: number
  readonly call: ReturnType<typeof channelToEngine>
  /** Resolves when the process is gone, with the reason in words. */
  readonly gone: Promise<string>
  readonly #child: ChildProcess
  #watch: NodeJS.Timeout
  #missed = 0
  #killedFor: string | undefined

  constructor(id: number, child: ChildProcess, calls: ManagerCalls) {
    this.id = id
    this.#child = child
    // Whatever it says is a sign of life: an answer may wait behind much else that a busy manager has not read yet.
    this.#child.on('message', () => (this.#missed = 0))
    this.call = channelToEngine(this.#child, calls)
    this.gone = this.#end()
    this.#watch = setTimeout(() => this.#kill('it was not ready in time'), START_MS)
    void this.gone.then((reason) => this.#close(reason))
  }

  get pid(): number | null {
    return this.#child.pid ?? null
  }

  /** Lets the engine go: it ends when the channel closes. */
  disconnect(): void {
    if (this.#child.connected) this.#child.disconnect()
  }

  /** The engine has said that it is ready: from now on it has to answer. */
  watch(): void {
    clearTimeout(this.#watch)
    this.#watch = setInterval(() => this.#beat(), HEARTBEAT_MS)
  }

  async #end(): Promise<string> {
    const { promise: failed, resolve: fail } = Promise.withResolvers<string>()
    this.#child.on('error', (error) => fail(error.message))
    const exited = new Promise<string>((resolve) => {
      this.#child.once('exit', (code, signal) => resolve(this.#reason(code, signal)))
    })
    // What it still had to say is in the channel, and is read before that closes.
    const silent = new Promise((resolve) => this.#child.once('disconnect', resolve))
    return Promise.race([failed, Promise.all([exited, silent]).then(([reason]) => reason)])
  }

  #beat(): void {
    if (this.#missed++ >= MISSED_BEATS) return this.#kill(`it left ${MISSED_BEATS} heartbeats unanswered`)
    void this.call.ping().then(
      (memory) => this.#answered(memory),
      () => undefined,
    )
  }

  #answered(memory: number): void {
    if (memory > MEMORY_LIMIT) this.#kill(`it used ${Math.round(memory / 1024 ** 2)} MiB of memory`)
  }

  #kill(reason: string): void {
    this.#killedFor ??= reason
    this.#child.kill('SIGKILL')
  }

  #close(reason: string): void {
    clearInterval(this.#watch)
    this.call.$close(new Error(`The engine is gone: ${reason}.`))
  }

  #reason(code: number | null, signal: string | null): string {
    if (this.#killedFor) return `killed, because ${this.#killedFor}`
    return signal ? `ended by ${signal}` : `exited with code ${code}`
  }
}
