import type { CloseReason } from '@switchboard/journal'

/** Milliseconds; null for none. */
export type ConnectionDeadlines = {
  idleTimeoutMs: number | null
  maxDurationMs: number | null
  /** Without the peer taking anything of what waits for it. */
  slowPeerTimeoutMs: number
}

/** How long (milliseconds) we listen for the peer's end after ours, so that our last bytes are not reset away. */
const LINGER_MS = 2_000

/** The clock of one connection: knows when it has been open, idle or stuck for too long. Monotonic, in milliseconds. */
export class Deadlines {
  readonly #bornAt = performance.now()
  #movedAt = this.#bornAt
  #movements = 0
  #waitsSince = 0

  /** From now on we wait for the peer: to take what was sent, or to end its side. */
  wait(): void {
    this.#waitsSince = performance.now()
  }

  /** When something moved last; monotonic, in milliseconds. */
  get movedAt(): number {
    return this.#movedAt
  }

  /** Answers whether something moved since the last call; `movements` only grows when something does. */
  moved(now: number, movements: number): boolean {
    if (movements === this.#movements) return false
    this.#movements = movements
    this.#movedAt = now
    return true
  }

  /** Why an open connection has to be closed now, if it has to. `isSlow`: the peer has bytes of ours to take. */
  passed(now: number, limits: ConnectionDeadlines, isSlow: boolean): CloseReason | null {
    const { idleTimeoutMs, maxDurationMs, slowPeerTimeoutMs } = limits
    if (isSlow && now - this.#waitsSince > slowPeerTimeoutMs) return 'slow-peer'
    if (maxDurationMs !== null && now - this.#bornAt > maxDurationMs) return 'max-duration'
    if (idleTimeoutMs !== null && now - this.#movedAt > idleTimeoutMs) return 'idle-timeout'
    return null
  }

  /** Whether a connection that we have ended has to be cut: `slow` if its last bytes were not taken. */
  lingered(
    now: number,
    { slowPeerTimeoutMs }: ConnectionDeadlines,
    unsentBytes: number,
  ): 'slow' | 'done' | null {
    const waited = now - this.#waitsSince
    if (unsentBytes > 0) return waited > slowPeerTimeoutMs ? 'slow' : null
    return waited > LINGER_MS ? 'done' : null
  }
}
