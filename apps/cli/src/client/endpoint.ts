import { isIPv4 } from 'node:net'
import type { Endpoint, Transport } from '@switchboard/contract'
import type { Service } from '../api/services.ts'
import { EXIT } from '../exit-codes.ts'
import { Failure } from '../failure.ts'

const EVERYWHERE = new Set(['0.0.0.0', '::'])

/** Where to reach a running service from this machine: its first address, or the first of a transport. */
export function endpointOf(service: Service, transport: Transport | undefined, managerUrl: string): Endpoint {
  const { name, state, endpoints } = service
  if (endpoints.length === 0)
    throw new Failure(
      `${name} is ${state} and listens nowhere: run "switchboard start ${name}".`,
      EXIT.conflict,
    )
  const found = endpoints.find((endpoint) => !transport || endpoint.transport === transport)
  if (!found) throw new Failure(`${name} does not listen on ${transport}: "switchboard show" lists where.`)
  return found.transport === 'unix' ? found : { ...found, host: reachable(found.host, managerUrl) }
}

/** A service that listens everywhere is where its manager is. */
function reachable(host: string, managerUrl: string): string {
  if (!EVERYWHERE.has(host)) return host
  const { hostname } = new URL(managerUrl)
  if (hostname === 'localhost') return isIPv4(host) ? '127.0.0.1' : '::1'
  return hostname.replaceAll(/[[\]]/g, '')
}
