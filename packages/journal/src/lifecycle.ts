import type { CloseReason, ConnectionRecord } from './connection-record.ts'
import type { NewEntry } from './entry.ts'

/** What the journal says when a connection opens. */
export function openedEntry(record: ConnectionRecord): NewEntry {
  return entryAbout(record, {
    at: record.openedAt,
    type: 'connection.opened',
    severity: 'info',
    bytes: null,
    detail: null,
  })
}

const TROUBLES: ReadonlySet<CloseReason> = new Set(['protocol-error', 'engine-lost', 'manager-lost'])

/** What the journal says when it is over. */
export function closedEntry(record: ConnectionRecord): NewEntry {
  const { openedAt, closeReason, error, bytesIn, bytesOut, chunksIn, messagesIn, messagesOut } = record
  const at = record.closedAt ?? openedAt
  const counters = { bytesIn, bytesOut, chunksIn, messagesIn, messagesOut }
  return entryAbout(record, {
    at,
    type: 'connection.closed',
    severity: closeReason !== null && TROUBLES.has(closeReason) ? 'warning' : 'info',
    bytes: bytesIn + bytesOut,
    detail: {
      reason: closeReason,
      durationMs: at - openedAt,
      ...counters,
      ...halfCloses(record),
      ...(error !== null && { error }),
    },
  })
}

/** How long after opening each side ended its half, as far as it did. */
function halfCloses({ openedAt, sideEnds }: ConnectionRecord) {
  const { peer = null, own = null } = sideEnds ?? {}
  return {
    ...(peer !== null && { peerEndedMs: peer - openedAt }),
    ...(own !== null && { ownEndedMs: own - openedAt }),
  }
}

function entryAbout(
  { id: connectionId, serviceId, serviceName, transport, remoteAddress, remotePort }: ConnectionRecord,
  { at, type, severity, bytes, detail }: Pick<NewEntry, 'at' | 'type' | 'severity' | 'bytes' | 'detail'>,
): NewEntry {
  const about = { serviceId, serviceName, connectionId, transport, remoteAddress, remotePort }
  return { at, type, severity, ...about, direction: null, bytes, preview: null, detail }
}
