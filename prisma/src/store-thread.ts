import { Worker, type ResourceLimits } from 'node:worker_threads'
import type { BirpcReturn } from 'birpc'
import { openChannel } from './channel.ts'
import { StoreError } from './store-error.ts'

/** A worker thread of the store and the functions it offers. */
export class StoreThread<Calls extends object, Reports extends object> {
  readonly #worker: Worker
  readonly #channel: BirpcReturn<Calls, Reports>
  #gone: StoreError | null = null

  /** `resourceLimits`: what its heap may take. */
  constructor(script: URL, reports: Reports, resourceLimits: ResourceLimits = {}) {
    this.#worker = new Worker(script, { resourceLimits })
    this.#channel = openChannel<Calls, Reports>(this.#worker, reports)
    this.#worker.on('error', (error) => this.#lose(died(String(error))))
    this.#worker.on('exit', (code) => this.#lose(died(`exit code ${code}`)))
  }

  /** Throws `unavailable` once the thread is gone. */
  get calls(): BirpcReturn<Calls, Reports> {
    if (this.#gone) throw this.#gone
    return this.#channel
  }

  /** Why the thread is gone, null while it lives. */
  get trouble(): string | null {
    return this.#gone?.message ?? null
  }

  async end(): Promise<void> {
    this.#lose(closed())
    await this.#worker.terminate()
  }

  #lose(why: StoreError): void {
    if (this.#gone) return
    this.#gone = why
    this.#channel.$close(why)
  }
}

export function closed(): StoreError {
  return new StoreError('unavailable', 'The store is closed: Switchboard is shutting down.')
}

function died(why: string): StoreError {
  return new StoreError('unavailable', `A thread of the store has died (${why}): start Switchboard again.`)
}
