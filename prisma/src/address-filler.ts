import { setTimeout as sleep } from 'node:timers/promises'
import { isPassing } from './sqlite-error.ts'

/** Between two turns, in ms: the time is for what wants to be written. After a failure it is longer. */
const PAUSE_MS = 20
const RETRY_MS = 2000

/** Has the index by address filled in, turn by turn, until it is. Searches look through what is not in it yet. */
export class AddressFiller {
  readonly #turn: () => Promise<boolean>
  #isStopped = false

  /** `turn`: fills in some, and answers whether there are more. Throws what SQLite throws. */
  constructor(turn: () => Promise<boolean>) {
    this.#turn = turn
  }

  async start(): Promise<void> {
    for (let pause: number | null = 0; pause !== null && !this.#isStopped; pause = await this.#next())
      await sleep(pause, undefined, { ref: false })
  }

  stop(): void {
    this.#isStopped = true
  }

  /** How long to wait until the next turn; null: there is none. */
  async #next(): Promise<number | null> {
    try {
      return (await this.#turn()) ? PAUSE_MS : null
    } catch (error) {
      // A lock or a full disk, of which the commits tell as well.
      if (isPassing(error)) return RETRY_MS
      throw error
    }
  }
}
