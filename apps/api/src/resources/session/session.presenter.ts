import type { OwnSession, Session } from '@switchboard/contract'
import type { SessionRow } from '@switchboard/store'
import type { Caller } from '../../access/caller.ts'
import type { Gate } from '../../access/gate.ts'
import type { Identity } from '../../identity/identity.ts'
import { timestamp, timestampOrNull } from '../../time.ts'

export function presentSession(
  caller: Caller,
  { identity, access }: { identity: Identity; access: Gate },
): Session {
  const { method, role, name, userId, services } = caller
  const user = userId === null ? null : identity.users.find(userId)
  return {
    authenticated: true,
    ...{ method, role, name, userId },
    username: user?.username ?? null,
    services: services && [...services],
    secondFactor: (user?.secondFactor ?? null) !== null,
    expiresAt: timestampOrNull(access.expiryOf(caller)),
  }
}

export function presentOwnSession(session: SessionRow, currentId: string | null): OwnSession {
  const { id, createdAt, lastSeenAt, address, userAgent } = session
  return {
    ...{ id, address, userAgent },
    createdAt: timestamp(createdAt),
    lastSeenAt: timestamp(lastSeenAt),
    current: id === currentId,
  }
}
