import ipaddr from 'ipaddr.js'

/** The addresses from one key to another, both inclusive. */
export type AddressRange = { from: string; to: string }

/** Reading an address takes microseconds, and of a peer that comes at all there are often many entries. */
const KNOWN_KEYS = 1000
const known = new Map<string, string | null>()

/**
 * A form of an IP address that sorts: `4` and 8 hex digits, or `6` and 32. An IPv4 address mapped into IPv6 counts as
 * IPv4 (RFC 4291 2.5.5.2), and a zone (`%eth0`) does not count. null for what is no address.
 */
export function addressKey(address: string): string | null {
  const key = known.get(address)
  if (key !== undefined) return key
  if (known.size >= KNOWN_KEYS) known.clear()
  const parsed = parseAddress(address)
  const found = parsed && keyOf(unmapped(parsed))
  known.set(address, found)
  return found
}

/** An address, or a network such as `10.0.0.0/8`; null for what is neither. */
export function networkRange(text: string): AddressRange | null {
  const [address = '', prefix, more] = text.split('/')
  const parsed = parseAddress(address)
  if (!parsed || more !== undefined) return null
  const network = unmapped(parsed)
  const mapped = network !== parsed
  const wholeBits = network.kind() === 'ipv4' ? 32 : 128
  if (prefix === undefined) return rangeOf(network, wholeBits)
  if (!/^\d{1,3}$/.test(prefix)) return null
  const bits = Number(prefix) - (mapped ? 96 : 0)
  return bits < 0 || bits > wholeBits ? null : rangeOf(network, bits)
}

/** The range as an address, a network, or its two ends. */
export function formatRange({ from, to }: AddressRange): string {
  const [first, last] = [addressOf(from), addressOf(to)]
  if (from === to) return first
  const bits = 4 * (from.length - 1) - sharedEnd(from, to)
  const network = `${first}/${bits}`
  const whole = networkRange(network)
  return whole?.from === from && whole.to === to ? network : `${first}..${last}`
}

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** `10.1` and `0x0a.1` are addresses to inet_aton(3), and a trap to everybody else. */
function parseAddress(text: string): Address | null {
  const [withoutZone = ''] = text.split('%')
  const isWhole = withoutZone.includes(':') || ipaddr.IPv4.isValidFourPartDecimal(text)
  return isWhole && ipaddr.isValid(withoutZone) ? ipaddr.parse(withoutZone) : null
}

const unmapped = (address: Address): Address =>
  address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address

function keyOf(address: Address): string {
  return (address.kind() === 'ipv4' ? '4' : '6') + hexOf(address.toByteArray())
}

function rangeOf(address: Address, bits: number): AddressRange {
  const family = address.kind() === 'ipv4' ? '4' : '6'
  const bytes = address.toByteArray()
  const masks = bytes.map((_, index) => 0xff >> Math.min(8, Math.max(0, bits - index * 8)))
  const first = bytes.map((byte, index) => byte & ~(masks[index] ?? 0))
  const last = bytes.map((byte, index) => byte | (masks[index] ?? 0))
  return { from: family + hexOf(first), to: family + hexOf(last) }
}

const hexOf = (bytes: number[]) => bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')

function addressOf(key: string): string {
  const address = ipaddr.fromByteArray(
    key
      .slice(1)
      .match(/../g)
      ?.map((byte) => Number.parseInt(byte, 16)) ?? [],
  )
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString()
}

/** How many bits at the end are all 0 in the one and all 1 in the other. */
function sharedEnd(from: string, to: string): number {
  const differing = BigInt(`0x${from.slice(1)}`) ^ BigInt(`0x${to.slice(1)}`)
  return differing === 0n ? 0 : differing.toString(2).length
}
