import { blankEntry } from './journal-entry.ts'
import type { Journal } from './journal.ts'
import type { Transport } from './address.ts'

/** Why a peer was not let in. */
export type RefusalRule = 'max-connections' | 'service-stopping'

export type RefusedPeer = { transport: Transport; remoteAddress: string | null; remotePort: number | null }

const WINDOW_MS = 1000

/**
 * Puts refused peers on record without letting a flood drown the journal: the first refusal by a rule is an entry
 * at once, those of the following second are one entry with their number, and so on until a second passes without.
 */
export class Refusals {
  readonly #serviceId: string
  readonly #journal: Journal
  readonly #windows = new Map<RefusalRule, { since: number; unreported: number; last: RefusedPeer }>()
  /** All refused since the service was started. */
  total = 0

  constructor(serviceId: string, journal: Journal) {
    this.#serviceId = serviceId
    this.#journal = journal
  }

  add(rule: RefusalRule, peer: RefusedPeer, now: number): void {
    this.total++
    const window = this.#windows.get(rule)
    if (window) {
      window.unreported++
      window.last = peer
      return
    }
    this.#windows.set(rule, { since: now, unreported: 0, last: peer })
    this.#record(rule, peer, 1)
  }

  /** Reports what has gathered. `now` is monotonic, in milliseconds; call it a few times a second. */
  tick(now: number): void {
    for (const [rule, window] of this.#windows) {
      if (now - window.since >= WINDOW_MS) this.#closeWindow(rule, window, now)
    }
  }

  /** Reports what has gathered at once: the service stops. */
  flush(): void {
    for (const [rule, window] of this.#windows) this.#closeWindow(rule, window, Infinity)
  }

  #closeWindow(
    rule: RefusalRule,
    window: { since: number; unreported: number; last: RefusedPeer },
    now: number,
  ): void {
    if (window.unreported === 0) {
      this.#windows.delete(rule)
      return
    }
    this.#record(rule, window.last, window.unreported)
    window.unreported = 0
    window.since = now
  }

  #record(rule: RefusalRule, peer: RefusedPeer, count: number): void {
    const about = { serviceId: this.#serviceId, ...peer, detail: { rule, count } }
    this.#journal.record({ ...blankEntry('connection.refused', 'warning'), ...about })
  }
}
