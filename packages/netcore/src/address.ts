import { isIPv4 } from 'node:net'

/** A host, as address or name, and a port; port 0 asks for a free one. */
export type PortAddress<Kind extends 'tcp' | 'udp' = 'tcp' | 'udp'> = {
  transport: Kind
  host: string
  port: number
}
/** A socket file; `path` is absolute. */
export type UnixAddress = { transport: 'unix'; path: string }

/** Where a service is asked to listen. Port 0 takes a free port; `path` is absolute. */
export type ListenAddress = PortAddress<'tcp'> | PortAddress<'udp'> | UnixAddress

/** Where a listener is bound: port 0 has become a number. */
export type Endpoint = ListenAddress

/** The service of ours that holds an address. */
export type AddressOwner = { serviceId: string; name: string }

export type Transport = ListenAddress['transport']

/** `tcp 127.0.0.1:7007`, `udp [::1]:7007`, `unix /data/sockets/echo.sock`: for messages to people. */
export function formatAddress(address: ListenAddress): string {
  if (address.transport === 'unix') return `unix ${address.path}`
  const host = address.host.includes(':') ? `[${address.host}]` : address.host
  return `${address.transport} ${host}:${address.port}`
}

/** An address as it is shown: of an IPv4 peer of a `::` listener, its IPv4 address (RFC 4291 2.5.5.2). */
export const plainAddress = (address: string): string =>
  address.startsWith('::ffff:') ? address.slice(7) : address

/** All addresses of this machine. */
export const isWildcard = (host: string): boolean => host === '0.0.0.0' || host === '::'

/** Reachable from this machine only. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))

/** Whether binding both addresses would clash: same transport and port, and hosts that meet. */
export function overlaps(a: ListenAddress, b: ListenAddress): boolean {
  if (a.transport === 'unix' || b.transport === 'unix') {
    return a.transport === 'unix' && b.transport === 'unix' && a.path === b.path
  }
  if (a.transport !== b.transport || a.port !== b.port) return false
  return a.host === b.host || isWildcard(a.host) || isWildcard(b.host)
}
