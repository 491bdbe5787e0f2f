import type { ConnectionRow, NewJournalRow } from './rows.ts'

/**
 * Entries on their way to the disk, with the connections they carry: two JSON arrays of rows, each row an array of
 * column values. Text is what SQL reads, and crosses to the writer thread for a fraction of what objects cost.
 */
export type JournalBatch = { count: number; entries: string; connections: string }

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

/** The columns that `insertEntries` reads, by their places. */
function entryValues(entry: NewJournalRow): (string | number | null)[] {
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

/** The columns that `upsertConnections` reads, by their places. */
function connectionValues(row: ConnectionRow): (string | number | null)[] {
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
