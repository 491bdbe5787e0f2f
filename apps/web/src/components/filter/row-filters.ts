import type { Connection, JournalEntry } from '@switchboard/contract'
import type { Field } from '@switchboard/filter'
import { formatBytes } from '../../format/bytes.ts'
import { eventWords, humanise, reasonWords } from '../../format/words.ts'

/** A value of a row that a filter can ask for, and how people read it. */
export type RowFilter = { field: Field; value: string | number; label: string; shown: string }

/** What a filter can be made of, of one journal entry; in the order of the log's columns. */
export function entryFilters(entry: JournalEntry): RowFilter[] {
  const { detail } = entry
  return [
    ...word('svc', 'Service', entry.serviceName),
    ...word('ev', 'Event', entry.type, eventWords),
    ...word('severity', 'Severity', entry.severity, humanise),
    ...word('peer', 'Peer', entry.remoteAddress),
    ...word('dir', 'Direction', entry.direction),
    ...word('proto', 'Transport', entry.transport),
    ...word('reason', 'Reason', detail?.['reason'] ?? detail?.['rule'], reasonWords),
    ...word('user', 'Identity', detail?.['identity']),
    ...size(entry.bytes),
    ...word('id', 'Connection', entry.connectionId),
  ]
}

/** The same of a connection. */
export function connectionFilters(connection: Connection): RowFilter[] {
  return [
    ...word('svc', 'Service', connection.serviceName),
    ...word('peer', 'Peer', connection.remoteAddress),
    ...word('proto', 'Protocol', connection.protocol),
    ...word('proto', 'Transport', connection.transport),
    ...word('reason', 'Reason', connection.closeReason, reasonWords),
    ...word('user', 'Identity', connection.identity),
  ]
}

function word(field: Field, label: string, value: unknown, say = (text: string) => text): RowFilter[] {
  return typeof value === 'string' && value !== '' ? [{ field, value, label, shown: say(value) }] : []
}

const size = (bytes: number | null): RowFilter[] =>
  bytes === null ? [] : [{ field: 'bytes', value: bytes, label: 'Size', shown: formatBytes(bytes) }]
