import type { Transport } from './address.ts'
import type { Transfer } from './transfer.ts'

export type CloseReason =
  | 'peer-closed'
  | 'protocol-finished'
  | 'killed'
  | 'service-stopped'
  | 'idle-timeout'
  | 'max-duration'
  | 'slow-peer'
  | 'protocol-error'
  | 'reset'
  | 'engine-lost'
  | 'manager-lost'

/** How much went over a connection. Chunks are reads (datagrams for UDP), messages what the framing made of them. */
export type ConnectionCounters = {
  bytesIn: number
  bytesOut: number
  chunksIn: number
  messagesIn: number
  messagesOut: number
}

/** A connection as it is kept on record. Times are milliseconds since the epoch. */
export type ConnectionRecord = ConnectionCounters & {
  id: string
  serviceId: string
  serviceName: string
  protocol: string
  transport: Transport
  localAddress: string | null
  localPort: number | null
  remoteAddress: string | null
  remotePort: number | null
  openedAt: number
  closedAt: number | null
  closeReason: CloseReason | null
  error: string | null
  identity: string | null
  /** What is on its way now; of an open connection only, and never on record. */
  transfer?: Transfer | null
}

export type Severity = 'info' | 'warning' | 'error'

/**
 * An entry on its way into the journal; the store gives it its `seq`. `connection` rides along with
 * `connection.opened` and `connection.closed` and becomes the connection's row in the same transaction. An opening whose
 * closing follows in the same batch has none: the closing tells it all.
 */
export type NewEntry = {
  /** Milliseconds since the epoch. */
  at: number
  type: string
  severity: Severity
  serviceId: string | null
  serviceName: string | null
  connectionId: string | null
  transport: Transport | null
  remoteAddress: string | null
  remotePort: number | null
  direction: 'in' | 'out' | null
  bytes: number | null
  preview: string | null
  detail: Record<string, unknown> | null
  connection?: ConnectionRecord
}

/** Takes entries for good: resolves once they are on the disk. Entries keep the order of the calls. */
export type JournalSink = (entries: NewEntry[]) => Promise<void>

/** An entry that says nothing yet but its type and its time, which is now. */
export function blankEntry(type: string, severity: Severity): NewEntry {
  return {
    at: Date.now(),
    type,
    severity,
    serviceId: null,
    serviceName: null,
    connectionId: null,
    transport: null,
    remoteAddress: null,
    remotePort: null,
    direction: null,
    bytes: null,
    preview: null,
    detail: null,
  }
}
