import type { RemoteInfo } from 'node:dgram'
import type { Socket } from 'node:net'
import type { Endpoint, ListenAddress } from './address.ts'
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

/** What a listener hands upwards. */
export type ListenerEvents = {
  onSocket: (socket: Socket, endpoint: Endpoint) => void
  /** Answers whether the peer is let in. */
  onPeer: (peer: UdpPeer, remote: RemoteInfo, endpoint: Endpoint) => boolean
}

export type ListenerSettings = {
  socket: SocketOptions
  own: OwnEndpoints
  amplification: () => boolean
}

/** Binds one address of a service. Throws NetcoreError when it cannot be bound. */
export async function openListener(
  address: ListenAddress,
  { socket, own, amplification }: ListenerSettings,
  { onSocket, onPeer }: ListenerEvents,
): Promise<Listener> {
  if (address.transport === 'udp') {
    return listenUdp({ ...address, transport: 'udp' }, { amplification, own, onPeer })
  }
  const listener: Listener =
    address.transport === 'unix'
      ? await listenUnix(address, socket, (peer) => onSocket(peer, listener.endpoint))
      : await listenTcp(address, socket, (peer) => onSocket(peer, listener.endpoint))
  return listener
}
