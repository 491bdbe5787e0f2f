import type { Connection, Endpoint, ListenAddress } from '@switchboard/contract'

/** `127.0.0.1:7007`, `[::1]:7007`. */
export function formatHostPort(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** An address without its transport: `127.0.0.1:7007`, or the name of a Unix socket. */
export function formatListen(address: ListenAddress | Endpoint): string {
  if (address.transport === 'unix') return address.path
  return formatHostPort(address.host ?? '127.0.0.1', address.port)
}

/** The far side of a connection or entry; Unix peers have no address. */
export function formatPeer(peer: Pick<Connection, 'transport' | 'remoteAddress' | 'remotePort'>): string {
  if (peer.remoteAddress === null) return peer.transport === 'unix' ? 'local process' : 'unknown'
  return peer.remotePort === null ? peer.remoteAddress : formatHostPort(peer.remoteAddress, peer.remotePort)
}

const WILDCARDS = new Set(['0.0.0.0', '::', '[::]', '*'])

/** Whether other machines reach this host address. */
export const isReachable = (host: string) => WILDCARDS.has(host.trim())
