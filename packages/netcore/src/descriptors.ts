import { readFileSync } from 'node:fs'

/** Kept free for what is not a connection: listeners, the channel to the manager, files. */
const RESERVE = 64

/** Where the limit cannot be read. */
const FALLBACK = 1024

/**
 * The file descriptors an engine may spend on connections. Node accepts and closes without a word when there is no
 * descriptor left, so the engine refuses before that, on record.
 */
export class Descriptors {
  readonly #most: number
  #taken = 0

  constructor(most: number = openFilesLimit() - RESERVE) {
    this.#most = Math.max(1, most)
  }

  get exhausted(): boolean {
    return this.#taken >= this.#most
  }

  take(): void {
    this.#taken++
  }

  release(): void {
    this.#taken--
  }
}

function openFilesLimit(): number {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8')
    return Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? FALLBACK)
  } catch {
    return FALLBACK
  }
}
