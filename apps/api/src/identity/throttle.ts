/** So many tries at once, and then one every so many milliseconds. */
export type Allowance = { burst: number; refillMs: number }

const MOST_KEYS = 10_000

/** Counts tries by key, such as an address: a bucket of tokens for each. */
export class Throttle {
  readonly #allowance: Allowance
  /** When the key will have all its tries again, milliseconds since the epoch; oldest note first. */
  readonly #fullAt = new Map<string, number>()

  constructor(allowance: Allowance) {
    this.#allowance = allowance
  }

  /** Seconds until there is a try; 0: there is one. */
  wait(key: string, now = Date.now()): number {
    const { burst, refillMs } = this.#allowance
    const wait = this.#fullFrom(key, now) + refillMs - (now + burst * refillMs)
    return Math.max(0, Math.ceil(wait / 1000))
  }

  /** Takes a try, whether there is one or not. */
  take(key: string, now = Date.now()): void {
    this.#note(key, this.#fullFrom(key, now) + this.#allowance.refillMs)
  }

  /** Gives back a try that was none. */
  giveBack(key: string, now = Date.now()): void {
    this.#note(key, Math.max(this.#fullFrom(key, now) - this.#allowance.refillMs, now))
  }

  #fullFrom(key: string, now: number): number {
    return Math.max(this.#fullAt.get(key) ?? 0, now)
  }

  /** Memory is bounded, also where somebody has more addresses than that: the one that was quiet longest goes. */
  #note(key: string, fullAt: number): void {
    this.#fullAt.delete(key)
    const [oldest] = this.#fullAt.keys()
    if (this.#fullAt.size >= MOST_KEYS && oldest !== undefined) this.#fullAt.delete(oldest)
    this.#fullAt.set(key, fullAt)
  }
}
