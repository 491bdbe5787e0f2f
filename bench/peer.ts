import type { Rest } from '../test/support/rest.ts'

/** A kind of server that can be measured. */
export type Peer = {
  name: string
  /** Starts one, ready to be loaded. Throws LeftOut where it cannot run here. */
  start(): Promise<RunningPeer>
}

/** A running server. */
export type RunningPeer = {
  /** On 127.0.0.1; null where it does not offer the transport. */
  port: { tcp: number; udp: number | null }
  /** `server` carries the traffic; Switchboard has a `manager` as well. */
  processes: { server: number[]; manager: number[] }
  /** Switchboard only. */
  api: { rest: Rest; serviceId: string } | null
  stop(): Promise<void>
}

/** Why a peer is not in the run: its program is not installed, or it cannot do what is measured. */
export class LeftOut extends Error {}
