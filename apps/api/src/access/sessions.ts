import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'

/** How long a sign-in lasts. */
export const SESSION_MS = 12 * 60 * 60 * 1000

/** The browsers that are signed in. Kept in memory: a restart signs everybody out. Emits `ended` with the id. */
export class Sessions extends EventEmitter<{ ended: [id: string] }> {
  readonly #expiry = new Map<string, NodeJS.Timeout>()

  /** Answers the new session's id: 256 random bits. */
  begin(): string {
    const id = randomBytes(32).toString('base64url')
    this.#expiry.set(id, setTimeout(() => this.end(id), SESSION_MS).unref())
    return id
  }

  has(id: string): boolean {
    return this.#expiry.has(id)
  }

  end(id: string): void {
    const expiry = this.#expiry.get(id)
    if (!expiry) return
    clearTimeout(expiry)
    this.#expiry.delete(id)
    this.emit('ended', id)
  }
}
