import type { SessionRow, Store } from '@switchboard/store'
import { ulid } from 'ulid'
import { hashOf, newSecret } from './secret.ts'

const HOUR_MS = 60 * 60 * 1000
/** A session ends after so long, whatever happens on it, and when nothing is asked for so long. */
export const SESSION_MS = 7 * 24 * HOUR_MS
export const IDLE_MS = 12 * HOUR_MS

/** Of one user, or begun with one token; with the next one the one that was quiet longest ends. */
const MOST_SESSIONS = 50
const LONGEST_USER_AGENT = 256

/** Who begins a session, and in which browser. */
export type NewSession = Pick<SessionRow, 'userId' | 'tokenId' | 'address' | 'userAgent'>

/**
 * The browsers that are signed in. All in memory, so that no request waits for the disk; on the disk as well, so that a
 * restart signs nobody out.
 */
export class Sessions {
  readonly #store: Store['identity']
  readonly #byHash = new Map<string, SessionRow>()
  readonly #byId = new Map<string, SessionRow>()

  constructor(store: Store['identity'], rows: SessionRow[]) {
    this.#store = store
    for (const row of rows) this.#take(row)
  }

  /** Answers the secret that goes into the cookie. `bound`: a secret without which it is not found again. */
  async begin(session: NewSession, bound = ''): Promise<{ secret: string; session: SessionRow }> {
    const secret = newSecret()
    const now = Date.now()
    const row: SessionRow = {
      ...session,
      id: `ses_${ulid(now)}`,
      hash: hashOf(secret + bound),
      userAgent: session.userAgent.slice(0, LONGEST_USER_AGENT),
      createdAt: now,
      lastSeenAt: now,
    }
    const ended = [...this.#expired(now), ...this.#tooMany(row)]
    this.#forget(ended)
    await this.#store.createSession(row, ended)
    this.#take(row)
    return { secret, session: row }
  }

  /** The session of a cookie, unless it has expired. */
  find(secret: string, bound = ''): SessionRow | null {
    const row = this.#byHash.get(hashOf(secret)) ?? this.#byHash.get(hashOf(secret + bound))
    return row && !isExpired(row, Date.now()) ? row : null
  }

  get(id: string): SessionRow | null {
    const row = this.#byId.get(id)
    return row && !isExpired(row, Date.now()) ? row : null
  }

  /** Newest first. */
  ofUser(userId: string): SessionRow[] {
    const now = Date.now()
    const rows = [...this.#byId.values()].filter((row) => row.userId === userId && !isExpired(row, now))
    return rows.sort((a, b) => (a.id < b.id ? 1 : -1))
  }

  /** At once; resolves when they will not come back with a restart either. */
  async end(ids: string[]): Promise<void> {
    this.#forget(ids)
    if (ids.length > 0) await this.#store.deleteSessions(ids)
  }

  /** Those that the store has ended itself. */
  forget(isGone: (session: SessionRow) => boolean): void {
    this.#forget([...this.#byId.values()].filter(isGone).map(({ id }) => id))
  }

  #take(row: SessionRow): void {
    this.#byHash.set(row.hash, row)
    this.#byId.set(row.id, row)
  }

  #forget(ids: string[]): void {
    for (const id of ids) {
      const row = this.#byId.get(id)
      if (row) this.#byHash.delete(row.hash)
      this.#byId.delete(id)
    }
  }

  #expired(now: number): string[] {
    return [...this.#byId.values()].filter((row) => isExpired(row, now)).map(({ id }) => id)
  }

  #tooMany({ userId, tokenId }: SessionRow): string[] {
    const same = [...this.#byId.values()].filter((row) => row.userId === userId && row.tokenId === tokenId)
    const oldestFirst = same.sort((a, b) => a.lastSeenAt - b.lastSeenAt)
    return oldestFirst.slice(0, Math.max(0, same.length + 1 - MOST_SESSIONS)).map(({ id }) => id)
  }
}

const isExpired = ({ createdAt, lastSeenAt }: SessionRow, now: number) =>
  now >= createdAt + SESSION_MS || now >= lastSeenAt + IDLE_MS
