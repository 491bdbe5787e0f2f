/** xinetd's `cps`: more than `count` connections in `seconds`, and the service takes none for `pauseSeconds`. */
export type ConnectionRateSettings = { count: number; seconds: number; pauseSeconds: number }

/** Exact: no `seconds` in a row ever see more than `count` connections. Times are monotonic, in milliseconds. */
export class ConnectionRate {
  readonly #settings: ConnectionRateSettings
  /** The times of the newest `count` connections, in a ring. */
  readonly #times: Float64Array
  #next = 0
  #pausedUntil = -Infinity

  constructor(settings: ConnectionRateSettings) {
    this.#settings = settings
    this.#times = new Float64Array(settings.count).fill(-Infinity)
  }

  /** Whether a connection now would be one too many; the first that is begins the pause. */
  refuses(now: number): boolean {
    if (now < this.#pausedUntil) return true
    const oldest = this.#times[this.#next] ?? -Infinity
    if (now - oldest >= this.#settings.seconds * 1000) return false
    this.#pausedUntil = now + this.#settings.pauseSeconds * 1000
    return true
  }

  count(now: number): void {
    this.#times[this.#next] = now
    this.#next = (this.#next + 1) % this.#times.length
  }
}
