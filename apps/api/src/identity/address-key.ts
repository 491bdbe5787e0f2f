import ipaddr from 'ipaddr.js'

const IPV6_NETWORK_BYTES = 8

/** What tries from an address are counted under: for IPv6 its /64, because one customer has all of that. */
export function addressKey(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  const bytes = parsed.toByteArray()
  return parsed.kind() === 'ipv6' ? bytes.slice(0, IPV6_NETWORK_BYTES).join(':') : bytes.join('.')
}
