import type { User } from '@switchboard/contract'
import type { UserRow } from '@switchboard/store'
import type { Sessions } from '../../identity/sessions.ts'
import { timestamp, timestampOrNull } from '../../time.ts'

export function presentUser(user: UserRow, sessions: Sessions): User {
  const { id, username, role, secondFactor, createdAt, lastSeenAt } = user
  return {
    ...{ id, username, role },
    secondFactor: secondFactor !== null,
    sessions: sessions.ofUser(id).length,
    createdAt: timestamp(createdAt),
    lastSeenAt: timestampOrNull(lastSeenAt),
  }
}
