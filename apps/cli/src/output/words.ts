import type { Connection, Endpoint, ListenAddress } from '@switchboard/contract'

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

/** `812 B`, `1.4 KiB`, `23 MiB`: powers of 1,024. */
export function bytesInWords(bytes: number): string {
  const unit = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10))
  const value = bytes / 1024 ** unit
  return `${value.toFixed(unit === 0 || value >= 100 ? 0 : 1)} ${UNITS[unit]}`
}

/** `12 ms`, `4.2 s`, `3 m 05 s`, `2 h 07 m`, `3 d 4 h`. */
export function durationInWords(ms: number): string {
  const seconds = ms / 1000
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  if (seconds < 3600) return two(seconds / 60, 'm', seconds % 60, 's')
  if (seconds < 86_400) return two(seconds / 3600, 'h', (seconds / 60) % 60, 'm')
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds / 3600) % 24)} h`
}

const two = (whole: number, unit: string, part: number, small: string) =>
  `${Math.floor(whole)} ${unit} ${String(Math.floor(part)).padStart(2, '0')} ${small}`

/** `tcp 127.0.0.1:7007`, `udp [::1]:7007`, `unix echo.sock`. */
export function addressInWords(address: Endpoint | ListenAddress): string {
  if (address.transport === 'unix') return `unix ${address.path}`
  return `${address.transport} ${hostAndPort(address.host ?? '127.0.0.1', address.port)}`
}

/** Whom a connection is with; `unix` where peers have no address. */
export const peerInWords = ({ remoteAddress, remotePort, transport }: PeerLike): string =>
  remoteAddress === null ? (transport ?? '') : hostAndPort(remoteAddress, remotePort)

type PeerLike = Pick<Connection, 'remoteAddress' | 'remotePort'> & { transport: string | null }

const hostAndPort = (host: string, port: number | null) => {
  const shown = host.includes(':') ? `[${host}]` : host
  return port === null ? shown : `${shown}:${port}`
}
