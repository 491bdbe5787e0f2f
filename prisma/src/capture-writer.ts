import { setTimeout as sleep } from 'node:timers/promises'
import type { CaptureBatch } from '@switchboard/journal'
import { isPassing } from './sqlite-error.ts'
import { Turns } from './turns.ts'

const RETRY_MS = { first: 50, longest: 2000 }

/**
 * Writes captured payload batch by batch, in order. While the disk will not, it tries again: engines hold back a bounded
 * amount meanwhile. What cannot be written at all is given up, because payload may be lost and entries may not.
 */
export class CaptureWriter {
  readonly #commit: (batch: CaptureBatch) => Promise<void>
  readonly #turns = new Turns()
  #isClosing = false

  constructor(commit: (batch: CaptureBatch) => Promise<void>) {
    this.#commit = commit
  }

  /** Resolves after the commit; with false, if the batch was given up. */
  append(batch: CaptureBatch): Promise<boolean> {
    return this.#turns.take(() => this.#insist(batch))
  }

  /** Writes what waits, if the disk takes it at once. */
  async close(): Promise<void> {
    this.#isClosing = true
    await this.#turns.take(async () => undefined)
  }

  async #insist(batch: CaptureBatch): Promise<boolean> {
    for (let delay = RETRY_MS.first; ; delay = Math.min(delay * 2, RETRY_MS.longest)) {
      try {
        await this.#commit(batch)
        return true
      } catch (error) {
        if (!isPassing(error) || this.#isClosing) return false
        await sleep(delay)
      }
    }
  }
}
