/** The shortest rest that is worth a timer (milliseconds). */
const SHORTEST_REST_MS = 5

/**
 * A token bucket: `perSecond` tokens flow in, up to a tenth of a second's worth is kept for a burst. What is taken may
 * exceed what is there; then the taker rests until the debt is paid. Times are monotonic, in milliseconds.
 */
export class TokenBucket {
  readonly #perMs: number
  readonly #most: number
  #tokens: number
  #at: number

  constructor(perSecond: number, now: number) {
    this.#perMs = perSecond / 1000
    this.#most = perSecond / 10
    this.#tokens = this.#most
    this.#at = now
  }

  /** Tokens that can be taken now without a rest. */
  available(now: number): number {
    this.#tokens = Math.min(this.#most, this.#tokens + (now - this.#at) * this.#perMs)
    this.#at = now
    return Math.max(0, Math.floor(this.#tokens))
  }

  /** Takes tokens. Answers how many milliseconds to rest before taking more; 0 for none. */
  take(tokens: number, now: number): number {
    this.available(now)
    this.#tokens -= tokens
    return this.#tokens >= 0 ? 0 : Math.max(SHORTEST_REST_MS, Math.ceil(-this.#tokens / this.#perMs))
  }
}
