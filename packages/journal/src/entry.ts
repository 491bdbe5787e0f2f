import type { ConnectionRecord, Transport } from './connection-record.ts'

export type Severity = 'info' | 'warning' | 'error'

/**
 * An entry on its way into the journal; the store gives it its `seq`. `connection` rides along and becomes the
 * connection's row in the same transaction; of several in a batch one is enough, the newest.
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
