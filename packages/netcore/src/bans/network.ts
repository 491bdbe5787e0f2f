import ipaddr from 'ipaddr.js'

/** A range of addresses as bytes: 4 of them for IPv4, 16 for IPv6. */
export type Network = { bytes: number[]; bits: number }

/** One customer has a whole /64 of IPv6 (RFC 6177), and could take another address of it for each try. */
const IPV6_BITS = 64
/** What stands before an IPv4 address that is mapped into IPv6. */
const MAPPED_BITS = 96

/** The address as a network of its own. An IPv4 address mapped into IPv6 counts as IPv4 (RFC 4291 2.5.5.2). */
export function networkOfAddress(address: string): Network {
  const [withoutZone = ''] = address.split('%')
  const bytes = ipaddr.process(withoutZone).toByteArray()
  return { bytes, bits: bytes.length * 8 }
}

/** `192.0.2.0/24`, `2001:db8::/32` or a single address; what is beyond its bits is cut off. Throws on anything else. */
export function parseNetwork(text: string): Network {
  if (!text.includes('/')) return networkOfAddress(text)
  const [address, bits] = ipaddr.parseCIDR(text)
  if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && bits >= MAPPED_BITS)
    return cut({ bytes: address.toIPv4Address().toByteArray(), bits: bits - MAPPED_BITS })
  return cut({ bytes: address.toByteArray(), bits })
}

/** In CIDR notation: `192.0.2.7/32`. */
export const formatNetwork = ({ bytes, bits }: Network): string =>
  `${ipaddr.fromByteArray(bytes).toString()}/${bits}`

/** What is counted, and banned, as one: an IPv4 address, or the /64 of an IPv6 address, in CIDR notation. */
export function hostNetwork(address: string): string {
  const { bytes, bits } = networkOfAddress(address)
  return formatNetwork(cut({ bytes, bits: bytes.length === 4 ? bits : IPV6_BITS }))
}

/** Whether all addresses of `inner` are in `outer`. */
export function containsNetwork(outer: Network, inner: Network): boolean {
  if (outer.bytes.length !== inner.bytes.length || outer.bits > inner.bits) return false
  return keyOf(outer, outer.bits) === keyOf(inner, outer.bits)
}

/** The first `bits` of it: equal for those that share them. */
export const keyOf = ({ bytes }: Network, bits: number): string => cut({ bytes, bits }).bytes.join('.')

function cut({ bytes, bits }: Network): Network {
  const kept = bytes.map((byte, at) => byte & (0xff00 >> Math.min(8, Math.max(0, bits - at * 8))))
  return { bytes: kept, bits }
}
