/** What to do when a service fails by itself, in systemd's terms (systemd.service(5), systemd.unit(5)). */
export type RestartSettings = {
  /**
   * `never`: it stays failed. `on-failure`: it starts again when its engine was lost. `always`: also when it could
   * not start, for example because its address was in use.
   */
  policy: 'never' | 'on-failure' | 'always'
  /** Milliseconds before the first new start; doubled with each failure in a row. */
  delayMs: number
  maxDelayMs: number
  /** So many starts within `intervalMs` milliseconds are enough: after that it stays failed. */
  burst: number
  intervalMs: number
}

/** How a service failed: it ran and lost its engine, or it could not start. */
export type Failure = 'engine-lost' | 'start-failed'

/** Decides after each failure whether and when a service starts again. Times are monotonic, in milliseconds. */
export class RestartPolicy {
  #starts: number[] = []
  #inARow = 0

  /** A start happens, whoever asked for it. */
  started(now: number): void {
    this.#starts.push(now)
  }

  /** Somebody asked for the start: what went wrong before does not count any more. */
  reset(): void {
    this.#starts = []
    this.#inARow = 0
  }

  /** Milliseconds until the next start, or null: the service stays failed. */
  next(
    failure: Failure,
    { policy, delayMs, maxDelayMs, burst, intervalMs }: RestartSettings,
    now: number,
  ): number | null {
    if (policy === 'never' || (policy === 'on-failure' && failure === 'start-failed')) return null
    const last = this.#starts.at(-1) ?? now
    if (now - last > intervalMs) this.#inARow = 0
    this.#starts = this.#starts.filter((start) => now - start < intervalMs)
    if (this.#starts.length >= burst) return null
    return Math.min(delayMs * 2 ** this.#inARow++, maxDelayMs)
  }
}
