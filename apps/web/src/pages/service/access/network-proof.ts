import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** One digit as it is drawn: a bit of IPv4, four bits of IPv6. */
export type Digit = { text: string; inPrefix: 'yes' | 'part' | 'no'; differs: boolean }

/** One line of the proof: an address in its own notation, and its digits in groups (bytes; groups of four hex digits). */
export type ProofRow = { label: string; text: string; groups: Digit[][] }

/** Why a range has an address or not: both, cut to the first `bits` bits, are the same or differ. */
export type Proof = { base: 'binary' | 'hexadecimal'; bits: number; contains: boolean; rows: ProofRow[] }

/** A range as a user writes it: `10.0.0.0/8`, or one address. Null when it is neither. */
export function parseRange(range: string): { network: Address; bits: number } | null {
  if (ipaddr.isValidCIDR(range)) {
    const [network, bits] = ipaddr.parseCIDR(range)
    return { network, bits }
  }
  if (!ipaddr.isValid(range)) return null
  const network = ipaddr.parse(range)
  return { network, bits: network.kind() === 'ipv4' ? 32 : 128 }
}

/** An address; IPv4 mapped into IPv6 counts as IPv4, as on the server. Null when it is none. */
function parseAddress(address: string): Address | null {
  const [withoutZone = ''] = address.trim().split('%')
  return ipaddr.isValid(withoutZone) ? ipaddr.process(withoutZone) : null
}

/** What has to be known of how an address is written: the IPv4 address in it, or its zone. Null: nothing. */
export function notationNote(address: string): string | null {
  const [plain = '', zone] = address.trim().split('%')
  if (!ipaddr.isValid(plain)) return null
  const parsed = ipaddr.parse(plain)
  if (parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress())
    return `${address} is the IPv4 address ${parsed.toIPv4Address().toString()} as IPv6 writes it (RFC 4291), and counts as that.`
  return zone === undefined
    ? null
    : `%${zone} names the interface of the sender’s machine, and does not count.`
}

/** A range of IPv4 as IPv6 writes it: peers count as IPv4, so it has none of them. */
export const isMappedRange = (range: string): boolean => {
  const network = parseRange(range)?.network
  return network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress()
}

/** The arithmetic; null when one of the two cannot be read, or they are of different families. */
export function proveMembership(address: string, range: string): Proof | null {
  const peer = parseAddress(address)
  const parsed = parseRange(range)
  if (!peer || !parsed || peer.kind() !== parsed.network.kind()) return null
  const { bits } = parsed
  const own = peer.toByteArray()
  const mask = own.map((_, index) => maskByte(index, bits))
  const cut = own.map((byte, index) => byte & (mask[index] ?? 0))
  const network = parsed.network.toByteArray().map((byte, index) => byte & (mask[index] ?? 0))
  const row = (label: string, bytes: number[], beside = bytes) => rowOf(label, bytes, beside, bits)
  return {
    base: own.length === 4 ? 'binary' : 'hexadecimal',
    bits,
    contains: cut.every((byte, index) => byte === network[index]),
    rows: [
      row('Address', own),
      row(`Mask /${bits}`, mask),
      row('Address AND mask', cut, network),
      row('Network of the range', network, cut),
    ],
  }
}

/** The byte of the mask at `index`: as many leading ones as the prefix still has there. */
function maskByte(index: number, bits: number): number {
  const ones = Math.min(8, Math.max(0, bits - index * 8))
  return (0xff << (8 - ones)) & 0xff
}

function rowOf(label: string, bytes: number[], beside: number[], bits: number): ProofRow {
  const isV4 = bytes.length === 4
  const [own, other] = [digitsOf(bytes), digitsOf(beside)]
  const width = isV4 ? 1 : 4
  const digits = own.map((text, index): Digit => {
    const covered = bits - index * width
    const inPrefix = covered >= width ? 'yes' : covered > 0 ? 'part' : 'no'
    return { text, inPrefix, differs: text !== other[index] }
  })
  return { label, text: ipaddr.fromByteArray(bytes).toString(), groups: chunks(digits, isV4 ? 8 : 4) }
}

const digitsOf = (bytes: number[]): string[] =>
  bytes.flatMap((byte) => [
    ...(bytes.length === 4 ? byte.toString(2).padStart(8, '0') : byte.toString(16).padStart(2, '0')),
  ])

const chunks = <Item>(items: Item[], size: number): Item[][] =>
  Array.from({ length: items.length / size }, (_, index) => items.slice(index * size, (index + 1) * size))
