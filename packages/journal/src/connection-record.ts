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

/**
 * How an open connection stands: `challenged`, it has yet to answer its challenge; `throttled`, the bandwidth limit holds
 * bytes back now; `slow`, the peer has bytes of ours to take; `half-closed`, the peer has ended its side; `closing`, we
 * have ended ours and what waits is being sent.
 */
export type ConnectionPhase = 'challenged' | 'open' | 'throttled' | 'slow' | 'half-closed' | 'closing'

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
  /** How it stands; of an open connection only, and never on record. */
  phase?: ConnectionPhase
  /** When the last byte went, either way, to a quarter of a second; of an open connection only, and never on record. */
  lastActiveAt?: number
  /** Of a stream that has just closed; on record it is in the detail of `connection.closed`. */
  sideEnds?: SideEnds
}
