import type { ListenAddress } from './address.ts'

/** What a user configures, with every default filled in. */
export type ServiceSpec = {
  id: string
  name: string
  protocol: string
  listen: ListenAddress[]
  options: Record<string, unknown>
  limits: Limits
  socket: SocketOptions
  /** Milliseconds that open connections may go on after a stop. */
  drainTimeoutMs: number
}

export type Limits = {
  maxConnections: number
  /** Milliseconds without a byte either way; null for never (UDP peers: 5 minutes). */
  idleTimeoutMs: number | null
}

export type SocketOptions = {
  backlog: number
  noDelay: boolean
  /** Milliseconds of silence before TCP probes the peer; null for never. */
  keepAliveMs: number | null
}
