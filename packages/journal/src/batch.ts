import type { ConnectionRecord } from './connection-record.ts'
import type { NewEntry } from './entry.ts'

/**
 * Entries on their way from an engine to the disk, with the connections they carry: two JSON arrays of rows, each row
 * an array of values. Text crosses processes and threads for a fraction of what objects cost, and nobody on the way
 * has to read it.
 */
export type JournalBatch = {
  count: number
  /** What there is in it, each type once. */
  types: string[]
  entries: string
  connections: string
}

export type ColumnValue = string | number | null

/** The places of the values in a row of `entries`. `detail` is JSON in itself. */
export const ENTRY_KEYS = [
  'at',
  'type',
  'severity',
  'serviceId',
  'serviceName',
  'connectionId',
  'transport',
  'remoteAddress',
  'remotePort',
  'direction',
  'bytes',
  'preview',
  'detail',
] as const satisfies (keyof NewEntry)[]

/** The places of the values in a row of `connections`. */
export const CONNECTION_KEYS = [
  'id',
  'serviceId',
  'serviceName',
  'protocol',
  'transport',
  'localAddress',
  'localPort',
  'remoteAddress',
  'remotePort',
  'openedAt',
  'closedAt',
  'bytesIn',
  'bytesOut',
  'chunksIn',
  'messagesIn',
  'messagesOut',
  'closeReason',
  'error',
  'identity',
] as const satisfies (keyof ConnectionRecord)[]

/** `connections`: those the entries do not carry themselves. A later row of the same connection wins. */
export function encodeBatch(entries: NewEntry[], connections: Iterable<ConnectionRecord> = []): JournalBatch {
  const carried = entries.flatMap(({ connection }) => connection ?? [])
  return {
    count: entries.length,
    types: [...new Set(entries.map(({ type }) => type))],
    entries: JSON.stringify(entries.map(entryValues)),
    connections: JSON.stringify([...carried, ...connections].map(connectionValues)),
  }
}

/** The connections a batch tells of; a later one wins. */
export function decodeConnections({ connections }: Pick<JournalBatch, 'connections'>): ConnectionRecord[] {
  return rows(connections).map((row) => toObject(CONNECTION_KEYS, row) as ConnectionRecord)
}

/** The entries, each with its connection if the batch has it. */
export function decodeBatch({ entries, connections }: JournalBatch): NewEntry[] {
  const records = new Map(decodeConnections({ connections }).map((record) => [record.id, record]))
  return rows(entries).map((row) => {
    const entry = toEntry(row)
    const connection = entry.connectionId === null ? undefined : records.get(entry.connectionId)
    return { ...entry, ...(connection && { connection }) }
  })
}

const TYPE = ENTRY_KEYS.indexOf('type')

/** Only the entries of these types, without their connections. A batch that has none of them is not even read. */
export function entriesOf({ types, entries }: JournalBatch, wanted: readonly string[]): NewEntry[] {
  if (!wanted.some((type) => types.includes(type))) return []
  return rows(entries)
    .filter((row) => wanted.includes(String(row[TYPE])))
    .map(toEntry)
}

function toEntry(row: ColumnValue[]): NewEntry {
  const { detail, ...entry } = toObject(ENTRY_KEYS, row) as NewEntry & { detail: unknown }
  return { ...entry, detail: typeof detail === 'string' ? (JSON.parse(detail) as NewEntry['detail']) : null }
}

/** One batch with the rows of all, in order. */
export function joinBatches(batches: JournalBatch[]): JournalBatch {
  const [only] = batches
  if (only && batches.length === 1) return only
  return {
    count: batches.reduce((sum, { count }) => sum + count, 0),
    types: [...new Set(batches.flatMap(({ types }) => types))],
    entries: joinArrays(batches.map(({ entries }) => entries)),
    connections: joinArrays(batches.map(({ connections }) => connections)),
  }
}

function joinArrays(arrays: string[]): string {
  const inner = arrays.map((array) => array.slice(1, -1)).filter((text) => text !== '')
  return `[${inner.join(',')}]`
}

const rows = (text: string) => JSON.parse(text) as ColumnValue[][]

function toObject(keys: readonly string[], row: ColumnValue[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key, place) => [key, row[place] ?? null]))
}

/** As ENTRY_KEYS; written out, because this is done for every entry there is. */
function entryValues(entry: NewEntry): ColumnValue[] {
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

/** As CONNECTION_KEYS. */
function connectionValues(record: ConnectionRecord): ColumnValue[] {
  return [
    record.id,
    record.serviceId,
    record.serviceName,
    record.protocol,
    record.transport,
    record.localAddress,
    record.localPort,
    record.remoteAddress,
    record.remotePort,
    record.openedAt,
    record.closedAt,
    record.bytesIn,
    record.bytesOut,
    record.chunksIn,
    record.messagesIn,
    record.messagesOut,
    record.closeReason,
    record.error,
    record.identity,
  ]
}
