/** Bytes a reader may leave unread before it counts as slow. */
export const SLOW_BYTES = 64 * 1024

/** What waits to be sent to a reader, and who waits for it to be gone. */
export class Backlog {
  readonly #look: () => number
  readonly #waiting = new Set<() => void>()

  /** `look` answers the bytes that wait. */
  constructor(look: () => number) {
    this.#look = look
  }

  get isSlow(): boolean {
    return this.#look() > SLOW_BYTES
  }

  /** Resolves once the reader keeps up again, or is gone. Only to be asked while it `isSlow`. */
  whenKeepingUp(): Promise<void> {
    return new Promise((resolve) => this.#waiting.add(resolve))
  }

  /** To be called when something was sent. */
  moved(): void {
    if (this.#look() < SLOW_BYTES / 2) this.release()
  }

  /** To be called when the reader is gone. */
  release(): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const resume of waiting) resume()
  }
}
