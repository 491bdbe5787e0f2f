import type { Connection, Endpoint, ListenAddress, Transport } from '@switchboard/contract'
import { t } from '../language/texts.ts'

/** `127.0.0.1:7007`, `[::1]:7007`. */
export function formatHostPort(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** An address without its transport: `127.0.0.1:7007`, or the name of a Unix socket. */
export function formatListen(address: ListenAddress | Endpoint): string {
  if (address.transport === 'unix') return address.path
  const host = address.host ?? '127.0.0.1'
  return address.port === 0 ? `${host}, any port` : formatHostPort(host, address.port)
}

/** The same address over several transports is one line: `TCP UDP 127.0.0.1:7007`. */
export function groupAddresses(addresses: readonly (ListenAddress | Endpoint)[]) {
  const groups = new Map<string, Transport[]>()
  for (const address of addresses) {
    const text = formatListen(address)
    const transports = groups.get(text) ?? []
    if (!transports.includes(address.transport)) groups.set(text, [...transports, address.transport])
  }
  return [...groups].map(([text, transports]) => ({ text, transports }))
}

/** The far side of a connection or entry; Unix peers have no address. */
export function formatPeer(peer: Pick<Connection, 'transport' | 'remoteAddress' | 'remotePort'>): string {
  if (peer.remoteAddress === null) return peer.transport === 'unix' ? 'local process' : t('unknown')
  return peer.remotePort === null ? peer.remoteAddress : formatHostPort(peer.remoteAddress, peer.remotePort)
}

const WILDCARDS = new Set(['0.0.0.0', '::', '[::]', '*'])

/** Whether other machines reach this host address. */
export const isReachable = (host: string) => WILDCARDS.has(host.trim())
