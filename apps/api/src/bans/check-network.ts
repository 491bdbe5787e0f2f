import { parseNetwork, type Network } from '@switchboard/netcore'
import { isIP } from 'node:net'
import { invalid } from '../problem.ts'

/** By bytes of the address, the shortest prefixes that can be banned: a slip must not ban the world. */
const SHORTEST_BITS: Record<number, number> = { 4: 8, 16: 16 }

/** The network of a ban. Throws `validation-failed` for `/network`. */
export function checkNetwork(text: string): Network {
  const network = networkOf(text)
  if (!network) throw wrong(text, 'it must be an address or a range such as 192.0.2.0/24 or 2001:db8::/64')
  const shortest = SHORTEST_BITS[network.bytes.length] ?? 0
  if (network.bits >= shortest) return network
  throw wrong(text, `at least /${shortest} can be banned; for more there are the access rules of a service`)
}

/** null where the text is no network. */
export function networkOf(text: string): Network | null {
  const [address = '', bits] = text.split('/')
  const version = isIP(address)
  if (version === 0 || address.includes('%')) return null
  const isBits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
  return isBits && text.split('/').length <= 2 ? parseNetwork(text) : null
}

const wrong = (text: string, remedy: string) =>
  invalid([{ path: '/network', message: `is ${JSON.stringify(text)}; ${remedy}` }])
