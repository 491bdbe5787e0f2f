import type { UserRow } from '@switchboard/store'
import type { FastifyRequest } from 'fastify'
import { callerOf } from '../../access/caller.ts'
import { ApiError } from '../../problem.ts'

/** The user who calls. Throws `invalid-state` for a token, which has neither password nor second factor. */
export function ownUser(request: FastifyRequest): UserRow {
  const { userId, name } = callerOf(request)
  const user = userId === null ? null : request.server.identity.users.find(userId)
  if (user) return user
  throw new ApiError(
    'invalid-state',
    `${name} is a token and no user: sign in with name and password for this.`,
  )
}
