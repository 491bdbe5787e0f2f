import { Worker } from 'node:worker_threads'
import type { BirpcReturn } from 'birpc'
import { openChannel } from './channel.ts'
import { StoreError } from './store-error.ts'

/** A worker thread of the store and the functions it offers. */
export class StoreThread<Calls extends object, Reports extends object> {
  readonly #worker: Worker
  readonly #channel: BirpcReturn<Calls, Reports>
  #ending = false
  #lost: StoreError | null = null

  constructor(script: URL, reports: Reports) {
    this.#worker = new Worker(script)
    this.#channel = openChannel<Calls, Reports>(this.#worker, reports)
    this.#worker.on('error', (error) => this.#lose(String(error)))
    this.#worker.on('exit', (code) => this.#lose(`exit code ${code}`))
  }

  /** Throws `unavailable` once the thread is gone. */
  get calls(): BirpcReturn<Calls, Reports> {
    if (this.#lost) throw this.#lost
    return this.#channel
  }

  /** Why the thread died, null while it lives. */
  get trouble(): string | null {
    return this.#lost?.message ?? null
  }

  async end(): Promise<void> {
    this.#ending = true
    await this.#worker.terminate()
  }

  #lose(why: string): void {
    if (this.#ending || this.#lost) return
    this.#lost = new StoreError(
      'unavailable',
      `A thread of the store has died (${why}): start Switchboard again.`,
    )
    this.#channel.$close(this.#lost)
  }
}
