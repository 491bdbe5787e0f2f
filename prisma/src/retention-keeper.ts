import { setTimeout as sleep } from 'node:timers/promises'
import { Pruner } from './retention.ts'
import type { Retention } from './rows.ts'
import { isPassing } from './sqlite-error.ts'
import type { Turns } from './turns.ts'

/** Between two looks whether there is something to delete, in ms. */
const ROUND_MS = 30_000
/** Between two turns of one round, in ms: the time is for what wants to be written. */
const PAUSE_MS = 20

/** Holds the database within the bounds of the retention, in turns between the commits. */
export class RetentionKeeper {
  readonly #path: string
  readonly #turns: Turns
  #retention: Retention | null = null
  #pruner: Pruner | null = null
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> | null = null

  constructor(path: string, turns: Turns) {
    this.#path = path
    this.#turns = turns
  }

  /** From now on these bounds hold; resolves once nothing is beyond them. */
  async keep(retention: Retention): Promise<void> {
    this.#retention = retention
    await this.#round
    clearInterval(this.#timer)
    this.#timer = setInterval(() => void this.#start(), ROUND_MS)
    await this.#start()
  }

  /** Lets go of the database, in the midst of a round as well. Only within a turn, or after the last one. */
  letGo(): void {
    this.#pruner?.close()
    this.#pruner = null
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    this.#retention = null
    await this.#round
  }

  #start(): Promise<void> {
    this.#round ??= this.#prune().finally(() => {
      this.letGo()
      this.#round = null
    })
    return this.#round
  }

  async #prune(): Promise<void> {
    try {
      this.#pruner = await this.#turns.take(async () => new Pruner(this.#path))
      while (await this.#turns.take(async () => this.#turn())) await sleep(PAUSE_MS)
    } catch (error) {
      // A lock or a full disk, of which the commits tell as well: the next round tries again.
      if (!isPassing(error)) throw error
    }
  }

  #turn(): boolean {
    if (!this.#pruner || !this.#retention) return false
    return this.#pruner.prune(this.#retention, Date.now())
  }
}
