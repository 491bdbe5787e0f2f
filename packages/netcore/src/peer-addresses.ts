import type { Socket } from 'node:net'
import { isWildcard, plainAddress, type Endpoint } from './address.ts'
import type { ConnectionFacts } from './connection-facts.ts'

type Remote = Pick<ConnectionFacts, 'transport' | 'remoteAddress' | 'remotePort'>
type Local = Pick<ConnectionFacts, 'localAddress' | 'localPort'>

/** Who is at the other end of a stream's socket; a Unix peer has no address. */
export function remoteOf(socket: Socket, { transport }: Endpoint): Remote {
  const { remoteAddress, remotePort = null } = socket
  return { transport, remoteAddress: remoteAddress ? plainAddress(remoteAddress) : null, remotePort }
}

/** The address of ours that a peer took. Only of a listener on all addresses the kernel has to be asked. */
export function localOf(socket: Socket, endpoint: Endpoint): Local {
  if (endpoint.transport === 'unix') return { localAddress: endpoint.path, localPort: null }
  const { host, port } = endpoint
  if (!isWildcard(host)) return { localAddress: host, localPort: port }
  const { localAddress } = socket
  return { localAddress: localAddress ? plainAddress(localAddress) : null, localPort: port }
}
