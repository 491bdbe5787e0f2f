import { BlockList, isIPv6, type Server, type Socket } from 'node:net'
import ipaddr from 'ipaddr.js'
import { addressKey } from '../identity/address-key.ts'

/** Open connections to dashboard, REST and live feed together. */
export const MOST_CONNECTIONS = 2000
/** … of one address (IPv6: its /64 network), so that nobody takes all of them. */
export const MOST_OF_ONE_ADDRESS = 500

/** Cuts what is too much as it comes. Proxies that are trusted speak for many, and are bound by the sum only. */
export function limitCrowds(server: Server, trustedProxies: readonly string[]): void {
  const proxies = listOf(trustedProxies)
  const open = new Map<string, number>()
  server.maxConnections = MOST_CONNECTIONS
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress?.replace(/^::ffff:|%.*$/g, '')
    if (address === undefined) return void socket.destroy() // it is gone already
    if (proxies.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')) return
    const key = addressKey(address)
    const count = (open.get(key) ?? 0) + 1
    open.set(key, count)
    socket.once('close', () => leave(open, key))
    if (count > MOST_OF_ONE_ADDRESS) socket.destroy()
  })
}

function leave(open: Map<string, number>, key: string): void {
  const count = (open.get(key) ?? 0) - 1
  if (count > 0) open.set(key, count)
  else open.delete(key)
}

/** By way of ipaddr.js, which has checked them: it also understands `10/8`. */
function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address, bits] = network.includes('/')
      ? ipaddr.parseCIDR(network)
      : ([ipaddr.parse(network), null] as const)
    const text = address.toString().replace(/%.*$/, '')
    if (bits === null) list.addAddress(text, address.kind())
    else list.addSubnet(text, bits, address.kind())
  }
  return list
}
