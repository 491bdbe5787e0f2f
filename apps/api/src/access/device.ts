import type { UserRow } from '@switchboard/store'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { hashOf } from '../identity/secret.ts'
import type { Origin } from '../identity/sign-in.ts'
import { SecretError, type SecretBox } from '../secret-box.ts'
import { readCookie, setCookie } from './cookies.ts'

const COOKIE = 'switchboard_device'
const PLACE = 'device'
const YEAR_MS = 365 * 24 * 60 * 60 * 1000

/**
 * The device a request comes from, if it has a cookie. The cookie is no right to anything: it says, sealed, who has signed
 * in here before, so that others who guess that password do not lock its owner out.
 */
export function deviceOf(request: FastifyRequest, secrets: SecretBox): Origin['device'] {
  const cookie = readCookie(request, COOKIE)
  if (cookie === null) return null
  return { key: hashOf(cookie), knows: ({ id }) => opened(cookie, secrets) === id }
}

/** Without the key of the secrets it is not remembered; that stops nobody from signing in. */
export async function rememberDevice(reply: FastifyReply, secrets: SecretBox, user: UserRow): Promise<void> {
  if (deviceOf(reply.request, secrets)?.knows(user)) return
  try {
    setCookie(reply, COOKIE, await secrets.seal(user.id, PLACE), YEAR_MS)
  } catch (error) {
    if (!(error instanceof SecretError)) throw error
  }
}

function opened(cookie: string, secrets: SecretBox): string | null {
  try {
    return secrets.unseal(cookie, PLACE)
  } catch (error) {
    if (!(error instanceof SecretError)) throw error
    return null
  }
}
