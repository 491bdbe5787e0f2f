import type { Caller } from '../access/caller.ts'

/** Live sockets of one user, or of one token that is nobody's, wherever they come from. */
export const MOST_OF_ONE_CALLER = 128

/** Who follows the live feed: nobody takes the memory of all by opening it again and again. */
export class Audience {
  readonly #sockets = new Map<string, number>()

  /** Answers what to call when the socket is gone; null: this caller has as many as may be. */
  enter({ userId, tokenId }: Caller): (() => void) | null {
    const identity = userId ?? tokenId ?? 'admin token'
    const count = this.#sockets.get(identity) ?? 0
    if (count >= MOST_OF_ONE_CALLER) return null
    this.#sockets.set(identity, count + 1)
    return () => this.#leave(identity)
  }

  #leave(identity: string): void {
    const others = (this.#sockets.get(identity) ?? 1) - 1
    if (others > 0) this.#sockets.set(identity, others)
    else this.#sockets.delete(identity)
  }
}
