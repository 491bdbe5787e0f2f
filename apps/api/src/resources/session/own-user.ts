import type { UserRow } from '@switchboard/store'
import type { FastifyRequest } from 'fastify'
import type { Caller } from '../../access/caller.ts'
import { ApiError } from '../../problem.ts'

/** Who calls a route that is not open. */
export function callerOf({ caller }: Pick<FastifyRequest, 'caller'>): Caller {
  if (caller) return caller
  throw new ApiError('unauthenticated', 'Nobody is signed in.')
}

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
