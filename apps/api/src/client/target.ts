import { lookup } from 'node:dns/promises'
import { BlockList, isIPv4, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import { formatAddress, isWildcard, overlaps, type Endpoint, type PortAddress } from '@switchboard/netcore'
import { ApiError, invalid } from '../problem.ts'
import type { ConfiguredService } from '../resources/services/service-registry.ts'

/** Where the test client dials: a path, or an address of this machine that needs no name to be looked up any more. */
export type Target = Endpoint

/**
 * The address behind one of the endpoints that the service has now; nothing of it comes from a request but its place in the
 * list. Throws `validation-failed` or `invalid-state`, and `address-not-available` or `address-not-permitted` for what is not
 * a service on this machine. `own`: where the manager itself listens.
 */
export async function targetOf(
  service: ConfiguredService,
  place: number,
  own: readonly PortAddress[],
): Promise<Target> {
  const endpoint = endpointAt(service, place)
  if (endpoint.transport === 'unix') return endpoint
  const target = { ...endpoint, host: await hostOf(endpoint) }
  if (own.some((address) => overlaps(address, target)))
    throw new ApiError(
      'address-not-permitted',
      `${formatAddress(endpoint)} is where Switchboard itself listens: the test client does not call it.`,
    )
  return target
}

function endpointAt({ settings: { name }, running }: ConfiguredService, place: number): Endpoint {
  const { endpoints, state } = running
  if (endpoints.length === 0 || !LISTENING.has(state))
    throw new ApiError('invalid-state', `${name} is ${state} and listens nowhere: start it first.`)
  const endpoint = endpoints[place]
  if (endpoint) return endpoint
  const last = endpoints.length - 1
  const message = `${place} is none of the addresses of ${name}; it has ${last === 0 ? 'only 0' : `0 to ${last}`}`
  throw invalid([{ path: '/endpoint', message }])
}

const LISTENING = new Set(['running', 'degraded'])

/** A wildcard is reached over loopback; a name is looked up once, so that it cannot change its mind. */
async function hostOf(endpoint: PortAddress): Promise<string> {
  const { host } = endpoint
  if (isWildcard(host)) return isIPv4(host) ? '127.0.0.1' : '::1'
  const address = await lookup(host).then(
    (found) => found.address,
    () => null,
  )
  if (address !== null && isOfThisMachine(address)) return address
  throw new ApiError(
    'address-not-available',
    `${formatAddress(endpoint)} is no address of this machine: the test client calls no others.`,
  )
}

function isOfThisMachine(address: string): boolean {
  const own = new BlockList()
  own.addSubnet('127.0.0.0', 8, 'ipv4')
  own.addAddress('::1', 'ipv6')
  for (const each of Object.values(networkInterfaces()).flat())
    if (each) own.addAddress(each.address, each.family === 'IPv6' ? 'ipv6' : 'ipv4')
  const bare = address.replace(/%.*$/, '')
  return own.check(bare, isIPv6(bare) ? 'ipv6' : 'ipv4')
}
