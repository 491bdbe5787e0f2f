import type { CloseReason, SideEnds } from '@switchboard/journal'
import type { OffenceKind } from './bans/offence.ts'

/**
 * How one connection ends: who ended a side and when, why, and with which error. The first reason given is the one on
 * record, unless bytes of ours were lost after it. Times are in milliseconds since the epoch.
 *
 *     peerEnded(), ownEnded(), because() ─▶ over()
 */
export class Ending {
  readonly sides: SideEnds = { peer: null, own: null }
  #reason: CloseReason | null = null
  #error: string | null = null
  #at: number | null = null
  /** What the peer is to blame for; null: for nothing; undefined: how the connection ends will tell. */
  blamed: OffenceKind | null | undefined

  /** null while nothing has ended the connection. */
  get reason(): CloseReason | null {
    return this.#reason
  }

  /** What went wrong, in words or as the system's code; null: nothing. */
  get error(): string | null {
    return this.#error
  }

  /** null until it is over. */
  get at(): number | null {
    return this.#at
  }

  peerEnded(): void {
    this.sides.peer = Date.now()
  }

  /** We end our side, for the reason given before or because there is nothing more to say. */
  ownEnded(): void {
    this.because(this.#hasPeerEnded ? 'peer-closed' : 'protocol-finished')
    this.sides.own = Date.now()
  }

  because(reason: CloseReason, error?: string): void {
    this.#reason ??= reason
    if (error !== undefined) this.#error ??= error
  }

  /** The peer did not take our last bytes, and that is how the connection ended, whatever was said before. */
  untaken(): void {
    this.#reason = 'slow-peer'
  }

  /** The socket is gone; `error` tells what was wrong with it, `lostBytes` how many of ours it had not sent. */
  over(error: (Error & { code?: string }) | undefined, lostBytes: number): void {
    if (error && (lostBytes > 0 || !this.#reason)) {
      this.#error = error.code ?? error.message
      this.#reason = 'reset'
    }
    this.because(this.#hasPeerEnded ? 'peer-closed' : 'reset')
    this.#at = Date.now()
  }

  get #hasPeerEnded(): boolean {
    return this.sides.peer !== null
  }
}
