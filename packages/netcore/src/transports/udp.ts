import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { Endpoint, PortAddress } from '../address.ts'
import type { OwnEndpoints } from '../own-endpoints.ts'
import type { SocketOptions } from '../service-spec.ts'
import { bindError } from './bind-error.ts'
import { UdpPeer, type WithheldRule } from './udp-peer.ts'

type UdpOptions = {
  /** Asked for each reply, so that a change of the options counts at once. */
  amplification: () => boolean
  bandwidthBytesPerSecond: () => number | null
  own: OwnEndpoints
  socket: SocketOptions
  reusePort: boolean
}

/** A datagram from an unknown address: answers whether the peer is let in, and then sets its connection. */
type OnPeer = (peer: UdpPeer, remote: RemoteInfo, endpoint: Endpoint) => boolean

type BoundSocket = {
  endpoint: Endpoint
  /** Takes no more datagrams; its peers are gone with it. */
  close(): void
}

/** Binds a UDP address. Each remote address becomes a peer with its first datagram. Throws NetcoreError. */
export async function listenUdp(
  address: PortAddress<'udp'>,
  options: UdpOptions,
  onPeer: OnPeer,
): Promise<BoundSocket> {
  const socket = createSocket(socketOptions(address, options))
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const refused = (error: Error) => reject(bindError(error, address))
  socket.once('error', refused)
  socket.bind({ address: address.host, port: address.port, exclusive: true }, resolve)
  await promise
  socket.off('error', refused)
  // Errors of single datagrams (ICMP, EMSGSIZE) reach the peer's send; the listener goes on.
  socket.on('error', () => undefined)
  const endpoint = { ...address, port: socket.address().port }
  receive(socket, endpoint, options, onPeer)
  return { endpoint, close: () => socket.close() }
}

function socketOptions(
  { host }: PortAddress<'udp'>,
  { socket, reusePort }: UdpOptions,
): Parameters<typeof createSocket>[0] {
  const { receiveBufferBytes, sendBufferBytes } = socket
  return {
    type: isIPv6(host) ? 'udp6' : 'udp4',
    lookup: asIs,
    reusePort,
    ...(receiveBufferBytes !== null && { recvBufferSize: receiveBufferBytes }),
    ...(sendBufferBytes !== null && { sendBufferSize: sendBufferBytes }),
  }
}

function receive(socket: Socket, endpoint: Endpoint, options: UdpOptions, onPeer: OnPeer): void {
  const peers = new Map<string, UdpPeer>()
  socket.on('message', (datagram, remote) => {
    const key = `${remote.address} ${remote.port}`
    let peer = peers.get(key)
    if (!peer) {
      const forever = mutedForever(remote)
      const muted = () =>
        forever ?? (options.own.has(remote.address, remote.port) ? 'own-endpoint' : undefined)
      const { amplification, bandwidthBytesPerSecond } = options
      peer = new UdpPeer({
        socket,
        remote,
        muted,
        amplification,
        bandwidthBytesPerSecond,
        onGone: () => peers.delete(key),
      })
      if (!onPeer(peer, remote, endpoint)) return
      peers.set(key, peer)
    }
    peer.receive(datagram)
  })
}

/** Addresses that must never be answered, because they may answer by themselves or are not one peer (RFC 1122 4.1.3). */
function mutedForever({ address, port }: RemoteInfo): WithheldRule | undefined {
  if (port < 1024) return 'source-port'
  return isBroadcastOrMulticast(address) ? 'source-address' : undefined
}

function isBroadcastOrMulticast(address: string): boolean {
  if (address.includes(':')) return address.toLowerCase().startsWith('ff')
  const first = Number.parseInt(address, 10)
  return first >= 224 || first === 0
}

/** Remote addresses are numbers already; looking them up would cost every datagram a turn of the event loop. */
function asIs(
  hostname: string,
  _options: unknown,
  callback: (error: null, address: string, family: number) => void,
): void {
  callback(null, hostname, hostname.includes(':') ? 6 : 4)
}
