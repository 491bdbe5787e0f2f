import type { Connection } from '@switchboard/contract'
import type { ConnectionRecord } from '@switchboard/netcore'
import type { Unread } from '../chats/unread.ts'
import { timestamp, timestampOrNull } from '../../time.ts'

/** `now`: until when an open connection has lasted, milliseconds since the epoch. */
export function presentConnection(
  record: ConnectionRecord,
  unread: Pick<Unread, 'of'>,
  now = Date.now(),
): Connection {
  const {
    openedAt,
    closedAt,
    closeReason,
    error,
    identity,
    transfer = null,
    phase,
    lastActiveAt,
    ...rest
  } = record
  const isOpen = closedAt === null
  return {
    ...rest,
    state: isOpen ? 'open' : 'closed',
    phase: isOpen ? (phase ?? 'open') : null,
    openedAt: timestamp(openedAt),
    closedAt: timestampOrNull(closedAt),
    lastActiveAt: isOpen ? timestamp(lastActiveAt ?? openedAt) : null,
    durationMs: Math.max(0, (closedAt ?? now) - openedAt),
    closeReason,
    error,
    identity,
    transfer: isOpen ? transfer : null,
    unread: unread.of(record),
  }
}
