import type { AccessSettings } from './access.ts'
import type { ListenAddress } from './address.ts'
import type { CaptureSettings } from './capture/capture-settings.ts'
import type { Challenge } from './challenge/challenge.ts'
import type { ConnectionRateSettings } from './connection-rate.ts'
import type { RestartSettings } from './restart-policy.ts'

/** What a user configures, with every default filled in. */
export type ServiceSpec = {
  id: string
  name: string
  protocol: string
  listen: ListenAddress[]
  options: Record<string, unknown>
  limits: Limits
  access: AccessSettings
  socket: SocketOptions
  restart: RestartSettings
  /** Milliseconds that open connections may go on after a stop. */
  drainTimeoutMs: number
  /** One engine, or all of them with `SO_REUSEPORT`: only for protocols that are stateless. */
  engines: 1 | 'all'
  /** What a peer has to prove before the protocol gets it; null: nothing. */
  challenge: Challenge | null
  capture: CaptureSettings
  /** Why it must not be started although its settings are right, in a sentence with the remedy; the host knows. */
  obstacle?: string
}

/** What a service bears; null for no limit. */
export type Limits = {
  maxConnections: number | null
  maxConnectionsPerIp: number | null
  connectionRate: ConnectionRateSettings | null
  /** Milliseconds without a byte either way; null for never (UDP peers: 5 minutes). */
  idleTimeoutMs: number | null
  /** Milliseconds after which a connection is closed whatever it does. */
  maxDurationMs: number | null
  /** Milliseconds after which a peer that takes nothing of what is sent to it is closed as `slow-peer`. */
  slowPeerTimeoutMs: number
  /** For each connection, and each direction apart. */
  bandwidthBytesPerSecond: number | null
}

/** How the kernel is to treat its sockets: listen(2), tcp(7), socket(7). */
export type SocketOptions = {
  backlog: number
  noDelay: boolean
  /** Milliseconds of silence before TCP probes the peer; null for never. */
  keepAliveMs: number | null
  /** The kernel's buffers of UDP sockets; null for the system's default. Node sets none on streams. */
  receiveBufferBytes: number | null
  sendBufferBytes: number | null
}
