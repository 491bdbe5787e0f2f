import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SessionRow, TokenRow } from '@switchboard/store'
import { AdminToken, bearerToken } from '../identity/admin-token.ts'
import type { Identity } from '../identity/identity.ts'
import { SESSION_MS } from '../identity/sessions.ts'
import { ApiError } from '../problem.ts'
import type { Caller } from './caller.ts'
import { clearCookie, readCookie, setCookie } from './cookies.ts'
import { Visits } from './visits.ts'

export const SESSION_COOKIE = 'switchboard_session'

/**
 * Decides who may pass. A right token always passes, also where wrong ones came from: with 32 characters and more it
 * is not found by guessing, and otherwise any program on this machine could lock its owner out.
 */
export class Gate {
  readonly visits = new Visits((caller) => this.#isCurrent(caller))
  readonly #identity: Identity
  readonly #adminToken: AdminToken | null

  constructor(identity: Identity, adminToken: string | null) {
    this.#identity = identity
    this.#adminToken = adminToken === null ? null : new AdminToken(adminToken)
    identity.events.on('event', () => this.visits.look())
  }

  /** Throws `unauthenticated` or `rate-limited`. */
  identify(request: FastifyRequest): Caller {
    const bearer = bearerToken(request.headers.authorization)
    const caller = bearer === null ? this.#ofCookie(request) : this.#ofToken(bearer, request.ip)
    if (caller) return caller
    throw new ApiError('unauthenticated', 'Sign in, or send "Authorization: Bearer <token>".')
  }

  /** Who a token stands for. Throws `unauthenticated` or `rate-limited`. */
  ofToken(token: string, address: string): Caller {
    return this.#ofToken(token, address)
  }

  /**
   * Gives the browser a new session in the place of the one it has, never an id that it brings itself. `isStillRight`:
   * whether nothing has taken the right away while the session was written down. Throws `unauthenticated` if it has.
   */
  async begin(
    reply: FastifyReply,
    who: { userId?: string | null; tokenId?: string | null },
    isStillRight = () => true,
  ): Promise<Caller> {
    const { request } = reply
    const { sessions, events } = this.#identity
    const { userId = null, tokenId = null } = who
    const browser = { address: request.ip, userAgent: request.headers['user-agent'] ?? '' }
    const isAdminToken = userId === null && tokenId === null
    await this.#endCurrent(request)
    const begun = await sessions.begin({ userId, tokenId, ...browser }, isAdminToken ? this.#bound : '')
    const caller = this.#ofSession(begun.session)
    if (!caller || !isStillRight()) {
      await sessions.end([begun.session.id])
      throw new ApiError('unauthenticated', 'The right to sign in was taken away just now.')
    }
    setCookie(reply, SESSION_COOKIE, begun.secret, SESSION_MS)
    const subject = { id: begun.session.id, name: caller.name }
    events.tell({ type: 'session.started', caller, address: request.ip, subject })
    return caller
  }

  async signOut(reply: FastifyReply): Promise<void> {
    const { request } = reply
    await this.#endCurrent(request)
    clearCookie(reply, SESSION_COOKIE)
  }

  /** Milliseconds since the epoch when it ends at the latest; null: never. */
  expiryOf({ sessionId, tokenId }: Caller): number | null {
    const session = sessionId === null ? null : this.#identity.sessions.get(sessionId)
    const token = tokenId === null ? null : this.#identity.tokens.get(tokenId)
    const ends = [session && session.createdAt + SESSION_MS, token?.expiresAt ?? null].filter(
      (at) => at !== null,
    )
    return ends.length > 0 ? Math.min(...ends) : null
  }

  async #endCurrent(request: FastifyRequest): Promise<void> {
    const { sessions, events } = this.#identity
    const cookie = readCookie(request, SESSION_COOKIE)
    const session = cookie === null ? null : sessions.find(cookie, this.#bound)
    if (!session) return
    const caller = this.#ofSession(session)
    await sessions.end([session.id])
    const subject = { id: session.id, name: caller?.name ?? 'nobody' }
    events.tell({ type: 'session.ended', caller, address: request.ip, subject })
  }

  #ofToken(token: string, address: string): Caller {
    if (this.#adminToken?.matches(token)) return { ...ADMIN_TOKEN, method: 'token', sessionId: null }
    const row = this.#identity.tokens.find(token)
    if (row) {
      this.#identity.lastSeen.note({ token: row })
      return { ...byToken(row), method: 'token', sessionId: null }
    }
    this.#identity.throttle.fail(address)
    throw new ApiError('unauthenticated', 'The token is wrong, has expired or was deleted: send another one.')
  }

  #ofCookie(request: FastifyRequest): Caller | null {
    const cookie = readCookie(request, SESSION_COOKIE)
    const session = cookie === null ? null : this.#identity.sessions.find(cookie, this.#bound)
    return session && this.#ofSession(session)
  }

  #ofSession(session: SessionRow): Caller | null {
    const caller = this.#callerOf(session)
    const user = caller?.userId ? this.#identity.users.find(caller.userId) : null
    const token = caller?.tokenId ? this.#identity.tokens.get(caller.tokenId) : null
    if (caller) this.#identity.lastSeen.note({ session, ...(user && { user }), ...(token && { token }) })
    return caller
  }

  #callerOf({ id, userId, tokenId }: SessionRow): Caller | null {
    const by = { method: 'session', sessionId: id } as const
    if (userId !== null) {
      const user = this.#identity.users.find(userId)
      return user && { ...by, role: user.role, name: user.username, userId, tokenId: null, services: null }
    }
    if (tokenId === null) return { ...ADMIN_TOKEN, ...by }
    const token = this.#identity.tokens.get(tokenId)
    return token && { ...byToken(token), ...by }
  }

  /** Whether what it called with is still valid. */
  #isCurrent({ sessionId, tokenId }: Caller): boolean {
    const { sessions, tokens } = this.#identity
    if (tokenId !== null && tokens.get(tokenId) === null) return false
    return sessionId === null || sessions.get(sessionId) !== null
  }

  /** Sessions of the admin token are found again with it only: with another one they are over. */
  get #bound(): string {
    return this.#adminToken?.digest ?? ''
  }
}

const ADMIN_TOKEN = {
  role: 'admin',
  name: 'admin token',
  userId: null,
  tokenId: null,
  services: null,
} as const

const byToken = ({ id, role, name, services }: TokenRow) => ({
  role,
  name,
  userId: null,
  tokenId: id,
  services: services && new Set(services),
})
