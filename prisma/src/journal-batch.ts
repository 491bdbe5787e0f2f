import type { ConnectionRow, NewJournalRow } from './rows.ts'

/**
 * Entries on their way to the disk, with the connections they carry: two JSON arrays of rows, each row an array of
 * column values. Text crosses to the writer thread for a fraction of what objects cost.
 */
export type JournalBatch = { count: number; entries: string; connections: string }

export type ColumnValue = string | number | null

/** The places of the values in a row of `entries`. */
export const ENTRY_COLUMNS = [
  'at',
  'type',
  'severity',
  'service_id',
  'service_name',
  'connection_id',
  'transport',
  'remote_address',
  'remote_port',
  'direction',
  'bytes',
  'preview',
  'detail',
] as const

/** The places of the values in a row of `connections`. */
export const CONNECTION_COLUMNS = [
  'id',
  'service_id',
  'service_name',
  'protocol',
  'transport',
  'local_address',
  'local_port',
  'remote_address',
  'remote_port',
  'opened_at',
  'closed_at',
  'bytes_in',
  'bytes_out',
  'chunks_in',
  'messages_in',
  'messages_out',
  'close_reason',
  'error',
  'identity',
] as const

export function encodeBatch(entries: NewJournalRow[]): JournalBatch {
  const connections = entries.flatMap(({ connection }) => (connection ? [connectionValues(connection)] : []))
  return {
    count: entries.length,
    entries: JSON.stringify(entries.map(entryValues)),
    connections: JSON.stringify(connections),
  }
}

/** One batch with the rows of all, in order. */
export function joinBatches(batches: JournalBatch[]): JournalBatch {
  const [only] = batches
  if (only && batches.length === 1) return only
  return {
    count: batches.reduce((sum, { count }) => sum + count, 0),
    entries: joinArrays(batches.map(({ entries }) => entries)),
    connections: joinArrays(batches.map(({ connections }) => connections)),
  }
}

function joinArrays(arrays: string[]): string {
  const rows = arrays.map((array) => array.slice(1, -1)).filter((text) => text !== '')
  return `[${rows.join(',')}]`
}

/** As ENTRY_COLUMNS. */
function entryValues(entry: NewJournalRow): ColumnValue[] {
  return [
    entry.at,
    entry.type,
    entry.severity,
    entry.serviceId,
    entry.serviceName,
    entry.connectionId,
    entry.transport,
    entry.remoteAddress,
    entry.remotePort,
    entry.direction,
    entry.bytes,
    entry.preview,
    entry.detail && JSON.stringify(entry.detail),
  ]
}

/** As CONNECTION_COLUMNS. */
function connectionValues(row: ConnectionRow): ColumnValue[] {
  return [
    row.id,
    row.serviceId,
    row.serviceName,
    row.protocol,
    row.transport,
    row.localAddress,
    row.localPort,
    row.remoteAddress,
    row.remotePort,
    row.openedAt,
    row.closedAt,
    row.bytesIn,
    row.bytesOut,
    row.chunksIn,
    row.messagesIn,
    row.messagesOut,
    row.closeReason,
    row.error,
    row.identity,
  ]
}
