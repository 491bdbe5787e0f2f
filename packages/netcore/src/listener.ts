import type { RemoteInfo } from 'node:dgram'
import type { Socket } from 'node:net'
import type { Endpoint, ListenAddress } from './address.ts'
import type { Sharing } from './binding.ts'
import type { OwnEndpoints } from './own-endpoints.ts'
import type { SocketOptions } from './service-spec.ts'
import { listenTcp } from './transports/tcp.ts'
import type { UdpPeer } from './transports/udp-peer.ts'
import { listenUdp } from './transports/udp.ts'
import { listenUnix } from './transports/unix.ts'

/** One bound socket of a running service. */
export type Listener = {
  readonly endpoint: Endpoint
  /** Refuses new peers at once. Stream connections go on; UDP peers have lost their socket. */
  close(): void
}

/** Who receives the peers of a listener. */
type PeerReception = {
  socket(socket: Socket, endpoint: Endpoint): void
  /** Answers whether the peer is let in. */
  peer(peer: UdpPeer, remote: RemoteInfo, endpoint: Endpoint): boolean
}

type ListenerSettings = {
  sharing: Sharing
  socket: SocketOptions
  own: OwnEndpoints
  amplification: () => boolean
  bandwidthBytesPerSecond: () => number | null
}

/** Binds one address of a service. Throws NetcoreError when it cannot be bound. */
export async function openListener(
  address: ListenAddress,
  settings: ListenerSettings,
  reception: PeerReception,
): Promise<Listener> {
  if (settings.sharing !== 'first') return bind(address, settings, reception)
  const probe = await bind(address, { ...settings, sharing: 'alone' }, reception)
  probe.close()
  return bind(probe.endpoint, settings, reception)
}

async function bind(
  address: ListenAddress,
  settings: ListenerSettings,
  reception: PeerReception,
): Promise<Listener> {
  const reusePort = settings.sharing !== 'alone'
  switch (address.transport) {
    case 'udp':
      return listenUdp(address, { ...settings, reusePort }, (...peer) => reception.peer(...peer))
    case 'tcp':
      return listenTcp(address, { ...settings.socket, reusePort }, (...peer) => reception.socket(...peer))
    case 'unix':
      return listenUnix(address, settings.socket, (...peer) => reception.socket(...peer))
  }
}
