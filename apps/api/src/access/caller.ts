import type { Role } from '@switchboard/contract'
import type { FastifyRequest } from 'fastify'
import { ApiError } from '../problem.ts'

/** Who calls, and by what right. */
export type Caller = {
  role: Role
  /** The username, the name of the API token, or `admin token`: shown where its deeds are told. */
  name: string
  method: 'token' | 'session'
  userId: string | null
  /** Of the API token that is sent, or that the session was begun with. */
  tokenId: string | null
  sessionId: string | null
  /** Ids of the only services it may see; null for all. */
  services: ReadonlySet<string> | null
}

/** Who calls a route that is not open. */
export function callerOf({ caller }: Pick<FastifyRequest, 'caller'>): Caller {
  if (caller) return caller
  throw new ApiError('unauthenticated', 'Nobody is signed in.')
}
