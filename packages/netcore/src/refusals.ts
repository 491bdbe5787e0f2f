import type { Transport } from './address.ts'
import type { AdmissionRule } from './admission.ts'
import { blankEntry } from '@switchboard/journal'
import type { Journal } from './journal.ts'

/** Who was refused; a Unix peer has neither address nor port. */
export type RefusedPeer = { transport: Transport; remoteAddress: string | null; remotePort: number | null }

type Window = { rule: AdmissionRule; since: number; unreported: number; last: RefusedPeer }

const WINDOW_MS = 1000
/** With so many ranges at once a kind of rule is told as one: a thousand bans must not make a thousand entries. */
const MOST_WINDOWS = 32

/**
 * Puts refused peers on record without letting a flood drown the journal: the first refusal by a rule is an entry
 * at once, those of the following second are one entry with their number, and so on until a second passes without.
 */
export class Refusals {
  readonly #service: { readonly id: string; readonly name: string }
  readonly #journal: Journal
  /** By what decided: kind and range. */
  readonly #windows = new Map<string, Window>()
  /** All refused since the service was started. */
  total = 0

  /** The service's name may change. */
  constructor(service: { readonly id: string; readonly name: string }, journal: Journal) {
    this.#service = service
    this.#journal = journal
  }

  add(rule: AdmissionRule, peer: RefusedPeer, now: number): void {
    this.total++
    const exact = `${rule.kind} ${rule.range}`
    const isCrowded = this.#windows.size >= MOST_WINDOWS && !this.#windows.has(exact)
    const key = isCrowded ? rule.kind : exact
    const window = this.#windows.get(key)
    if (window) {
      window.unreported++
      window.rule = rule
      window.last = peer
      return
    }
    this.#windows.set(key, { rule, since: now, unreported: 0, last: peer })
    this.#record(rule, peer, 1)
  }

  /** Reports what has gathered. `now` is monotonic, in milliseconds; call it a few times a second. */
  tick(now: number): void {
    for (const [key, window] of this.#windows) {
      if (now - window.since >= WINDOW_MS) this.#closeWindow(key, window, now)
    }
  }

  /** Reports what has gathered at once: the service stops. */
  flush(): void {
    for (const [key, window] of this.#windows) this.#closeWindow(key, window, Infinity)
  }

  #closeWindow(key: string, window: Window, now: number): void {
    if (window.unreported === 0) {
      this.#windows.delete(key)
      return
    }
    this.#record(window.rule, window.last, window.unreported)
    window.unreported = 0
    window.since = now
  }

  #record({ kind: rule, range }: AdmissionRule, peer: RefusedPeer, count: number): void {
    const about = {
      serviceId: this.#service.id,
      serviceName: this.#service.name,
      ...peer,
      detail: { rule, ...(range !== null && { range }), count },
    }
    this.#journal.record({ ...blankEntry('connection.refused', 'warning'), ...about })
  }
}
