import { isIP } from 'node:net'
import { ApiError } from '../problem.ts'
import type { Bans } from './bans.ts'

/** Of a ban without an end, seconds. */
const LONGEST_RETRY_S = 86_400

/** Throws `forbidden` for a sign-in from a banned address. This machine itself is never shut out. */
export function refuseBanned(bans: Bans, address: string): void {
  if (isIP(address) === 0 || LOOPBACK.test(address)) return
  const ban = bans.of(address)
  if (!ban) return
  const seconds = ban.expiresAt === null ? LONGEST_RETRY_S : Math.ceil((ban.expiresAt - Date.now()) / 1000)
  throw new ApiError(
    'forbidden',
    `${address} is banned (${ban.id}): nobody can sign in from there with a password. ` +
      'A token, and whoever is signed in already, can lift the ban.',
    {},
    Math.max(1, seconds),
  )
}

const LOOPBACK = /^(::ffff:)?127\.|^::1$/
