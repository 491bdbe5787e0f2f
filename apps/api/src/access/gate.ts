import type { FastifyReply, FastifyRequest } from 'fastify'
import { ApiError } from '../problem.ts'
import { AdminToken, bearerToken } from './admin-token.ts'
import type { Caller } from './caller.ts'
import { SESSION_MS, Sessions } from './sessions.ts'
import { Throttle } from './throttle.ts'

export const SESSION_COOKIE = 'switchboard_session'

/**
 * Decides who may pass. A right token always passes, also where wrong ones came from: with 32 characters and more it
 * is not found by guessing, and otherwise any program on this machine could lock its owner out.
 */
export class Gate {
  readonly sessions = new Sessions()
  readonly #token: AdminToken | null
  readonly #throttle = new Throttle()

  constructor(adminToken: string | null) {
    this.#token = adminToken === null ? null : new AdminToken(adminToken)
  }

  /** Throws `unauthenticated` or `rate-limited`. */
  identify(request: FastifyRequest): Caller {
    if (!this.#token) return { method: 'open', role: 'admin', name: null }
    const bearer = bearerToken(request.headers.authorization)
    if (bearer !== null) {
      this.#check(this.#token, bearer, request.ip)
      return { method: 'token', role: 'admin', name: 'admin token' }
    }
    const sessionId = request.cookies[SESSION_COOKIE]
    if (sessionId && this.sessions.has(sessionId))
      return { method: 'session', role: 'admin', name: 'admin', sessionId }
    throw new ApiError(
      'unauthenticated',
      'Send "Authorization: Bearer <token>" with the value of SWITCHBOARD_ADMIN_TOKEN, ' +
        'or sign in with POST /api/v1/session.',
    )
  }

  /** Gives the browser a new session. Throws `unauthenticated`, `rate-limited` or `invalid-state`. */
  signIn(request: FastifyRequest, reply: FastifyReply, token: string): void {
    if (!this.#token) {
      throw new ApiError('invalid-state', 'SWITCHBOARD_ADMIN_TOKEN is not set: no sign-in is needed.')
    }
    this.#check(this.#token, token, request.ip)
    this.#forget(request)
    reply.setCookie(SESSION_COOKIE, this.sessions.begin(), {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: request.protocol === 'https',
      maxAge: SESSION_MS / 1000,
    })
  }

  signOut(request: FastifyRequest, reply: FastifyReply): void {
    this.#forget(request)
    reply.clearCookie(SESSION_COOKIE, { path: '/' })
  }

  #forget(request: FastifyRequest): void {
    this.sessions.end(request.cookies[SESSION_COOKIE] ?? '')
  }

  #check(token: AdminToken, candidate: string, address: string): void {
    if (token.matches(candidate)) return
    const wait = this.#throttle.fail(address)
    if (wait === 0)
      throw new ApiError('unauthenticated', 'The token is not the one in SWITCHBOARD_ADMIN_TOKEN.')
    const message = `Too many wrong tokens from ${address}: try again in ${wait} s.`
    throw new ApiError('rate-limited', message, {}, wait)
  }
}
