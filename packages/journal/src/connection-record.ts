import type { Transfer } from './transfer.ts'

export type Transport = 'tcp' | 'udp' | 'unix'

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

/** When each side ended its half of a stream, in milliseconds since the epoch; null: it never did. */
export type SideEnds = { peer: number | null; own: number | null }

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
  /** null while it is open. */
  closedAt: number | null
  closeReason: CloseReason | null
  error: string | null
  identity: string | null
  /** What is on its way now; of an open connection only, and never on record. */
  transfer?: Transfer | null
  /** Of a stream that has just closed; on record it is in the detail of `connection.closed`. */
  sideEnds?: SideEnds
}
