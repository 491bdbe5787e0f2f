const BURST = 10
const REFILL_MS = 6_000
const MOST_ADDRESSES = 10_000

/** Counts wrong tokens by address: ten at once, then one every six seconds. */
export class Throttle {
  /** When the address will have all its tries again, milliseconds since the epoch. */
  readonly #fullAt = new Map<string, number>()

  /** Notes a wrong token. Answers the seconds to wait when the address has used up its tries, else 0. */
  fail(address: string, now = Date.now()): number {
    const fullAt = Math.max(this.#fullAt.get(address) ?? 0, now)
    const wait = fullAt + REFILL_MS - (now + BURST * REFILL_MS)
    if (wait > 0) return Math.ceil(wait / 1000)
    this.#forget(now)
    this.#fullAt.set(address, fullAt + REFILL_MS)
    return 0
  }

  #forget(now: number): void {
    if (this.#fullAt.size < MOST_ADDRESSES) return
    for (const [address, fullAt] of this.#fullAt) if (fullAt <= now) this.#fullAt.delete(address)
    if (this.#fullAt.size >= MOST_ADDRESSES) this.#fullAt.clear()
  }
}
