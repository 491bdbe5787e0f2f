import { isIPv4 } from 'node:net'
import { join } from 'node:path'
import type { Endpoint, Transport } from '@switchboard/contract'
import type { Service } from '../api/services.ts'
import { root } from '../../../../scripts/setup/paths.js'
import { EXIT } from '../exit-codes.ts'
import { Failure } from '../failure.ts'

const EVERYWHERE = new Set(['0.0.0.0', '::'])

type Here = { managerUrl: string; env: NodeJS.ProcessEnv }

/** Where to reach a running service from this machine: its first address, or the first of a transport. */
export function endpointOf(service: Service, transport: Transport | undefined, here: Here): Endpoint {
  const { name, state, endpoints } = service
  if (endpoints.length === 0) {
    const remedy = RESTING.has(state) ? `run "switchboard start ${name}"` : 'try again in a moment'
    throw new Failure(`${name} is ${state} and listens nowhere: ${remedy}.`, EXIT.conflict)
  }
  const found = endpoints.find((endpoint) => !transport || endpoint.transport === transport)
  if (!found) throw new Failure(`${name} does not listen on ${transport}: "switchboard show" lists where.`)
  if (found.transport === 'unix') return { ...found, path: join(socketsFolder(here.env), found.path) }
  return { ...found, host: reachable(found.host, here.managerUrl) }
}

const RESTING = new Set(['stopped', 'failed'])

/** The manager does not tell where its data is: SWITCHBOARD_DATA_DIR, or where `npm start` of this clone keeps it. */
const socketsFolder = (env: NodeJS.ProcessEnv): string =>
  join(env['SWITCHBOARD_DATA_DIR'] || join(root, 'data'), 'sockets')

/** A service that listens everywhere is where its manager is. */
function reachable(host: string, managerUrl: string): string {
  if (!EVERYWHERE.has(host)) return host
  const { hostname } = new URL(managerUrl)
  if (hostname === 'localhost') return isIPv4(host) ? '127.0.0.1' : '::1'
  return hostname.replaceAll(/[[\]]/g, '')
}
