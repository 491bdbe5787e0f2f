import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Over TLS the names say that no other host and no plain page has set them (`__Host-`). */
const PREFIX = '__Host-'

type Name = 'switchboard_session' | 'switchboard_device'

const isSecure = (request: FastifyRequest) => request.protocol === 'https'
const nameOf = (request: FastifyRequest, name: Name) => (isSecure(request) ? PREFIX + name : name)

const optionsOf = (request: FastifyRequest): CookieSerializeOptions => ({
  path: '/',
  httpOnly: true,
  sameSite: 'strict',
  secure: isSecure(request),
})

/** null where there is none. */
export const readCookie = (request: FastifyRequest, name: Name): string | null =>
  request.cookies[nameOf(request, name)] || null

/** Sets a cookie that no script can read and no other site can use. */
export function setCookie(reply: FastifyReply, name: Name, value: string, maxAgeMs: number): void {
  const { request } = reply
  const maxAge = Math.floor(maxAgeMs / 1000)
  reply.setCookie(nameOf(request, name), value, { ...optionsOf(request), maxAge })
}

export function clearCookie(reply: FastifyReply, name: Name): void {
  reply.clearCookie(nameOf(reply.request, name), optionsOf(reply.request))
}
