import type { SeenRows, SessionRow, Store, TokenRow, UserRow } from '@switchboard/store'

const WRITE_EVERY_MS = 60_000

type Parts = { store: Store['identity']; onError: (error: unknown) => void }

/** When users, tokens and sessions were last seen: at once in memory, on the disk once a minute at most. */
export class LastSeen {
  readonly #parts: Parts
  readonly #users = new Map<string, number>()
  readonly #tokens = new Map<string, number>()
  readonly #sessions = new Map<string, number>()
  readonly #timer: NodeJS.Timeout

  constructor(parts: Parts) {
    this.#parts = parts
    this.#timer = setInterval(() => void this.#write(), WRITE_EVERY_MS).unref()
  }

  note({ user, token, session }: { user?: UserRow; token?: TokenRow; session?: SessionRow }): void {
    const now = Date.now()
    if (user) this.#users.set(user.id, (user.lastSeenAt = now))
    if (token) this.#tokens.set(token.id, (token.lastUsedAt = now))
    if (session) this.#sessions.set(session.id, (session.lastSeenAt = now))
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#write()
  }

  async #write(): Promise<void> {
    const seen = { users: taken(this.#users), tokens: taken(this.#tokens), sessions: taken(this.#sessions) }
    if (seen.users.length + seen.tokens.length + seen.sessions.length === 0) return
    await this.#parts.store.noteSeen(seen).catch(this.#parts.onError)
  }
}

function taken(times: Map<string, number>): SeenRows['users'] {
  const rows = Array.from(times, ([id, at]) => ({ id, at }))
  times.clear()
  return rows
}
