import { SocketAddress } from 'node:net'

/** One text, or all that begin alike. */
export type Place = { exact: string } | { beginning: string }

/**
 * Where the addresses between two keys of `addressKey` are found among addresses as texts. There may be others among
 * them, but none elsewhere; null if they may begin anyhow. Addresses on record are in their canonical form, perhaps with
 * a zone; IPv4 may be mapped into IPv6.
 */
export function addressPlaces(from: string, to: string): Place[] | null {
  if (from[0] !== to[0]) return null
  if (from.startsWith('6')) return ipv6Places(from.slice(1), to.slice(1))
  const place = ipv4Place(from.slice(1), to.slice(1))
  return place && [place, mapped(place)]
}

const mapped = (place: Place): Place =>
  'exact' in place ? { exact: `::ffff:${place.exact}` } : { beginning: `::ffff:${place.beginning}` }

function ipv4Place(from: string, to: string): Place | null {
  const same = sameParts(from, to, 2).map((byte) => String(Number.parseInt(byte, 16)))
  if (same.length === 4) return { exact: same.join('.') }
  return same.length === 0 ? null : { beginning: `${same.join('.')}.` }
}

/** The first group of zeros may be written as `::`, so only what comes before it is sure. */
function ipv6Places(from: string, to: string): Place[] | null {
  const same = sameParts(from, to, 4)
  if (same.length === 8) {
    const { address } = new SocketAddress({ family: 'ipv6', address: same.join(':') })
    return [{ exact: address }, { beginning: `${address}%` }]
  }
  const zeros = same.indexOf('0000')
  const sure = zeros < 0 ? same : same.slice(0, zeros)
  if (sure.length === 0) return null
  return [{ beginning: `${sure.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}:` }]
}

/** The parts both begin with, `digits` long each. */
function sameParts(from: string, to: string, digits: number): string[] {
  const parts: string[] = []
  for (let at = 0; at < from.length; at += digits) {
    const part = from.slice(at, at + digits)
    if (part !== to.slice(at, at + digits)) break
    parts.push(part)
  }
  return parts
}
