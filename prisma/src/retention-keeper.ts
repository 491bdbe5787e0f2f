import { setTimeout as sleep } from 'node:timers/promises'
import { Pruner, type Cleared } from './retention.ts'
import type { Retention } from './rows.ts'
import { isPassing } from './sqlite-error.ts'
import type { Turns } from './turns.ts'

/** Between two looks whether there is something to delete, in ms. */
const ROUND_MS = 30_000
/** Between two turns of one round, in ms: the time is for what wants to be written. */
const PAUSE_MS = 5

/** Holds the database within the bounds of the retention, in turns between the commits. */
export class RetentionKeeper {
  readonly #path: string
  readonly #turns: Turns
  #retention: Retention | null = null
  #cleared: Cleared = { upTo: 0 }
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
    this.#cleared = { upTo: 0 }
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
      const retention = this.#retention
      const round = await this.#turns.take(async () => this.#open(retention))
      while (await this.#turns.take(async () => this.#turn(retention, round))) await sleep(PAUSE_MS)
    } catch (error) {
      this.#cleared = { upTo: 0 } // what the failed turn had cleared is still there
      // A lock or a full disk, of which the commits tell as well: the next round tries again.
      if (!isPassing(error)) throw error
    }
  }

  #open(retention: Retention | null): Generator<void> | null {
    if (!retention) return null
    this.#pruner = new Pruner(this.#path, this.#cleared)
    return this.#pruner.round(retention, Date.now())
  }

  /** Other bounds end the round: the next one begins with them. */
  #turn(retention: Retention | null, round: Generator<void> | null): boolean {
    if (!this.#pruner || !round || retention !== this.#retention) return false
    return this.#pruner.turn(round)
  }
}
