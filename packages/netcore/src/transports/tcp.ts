import { createServer, type Server, type Socket } from 'node:net'
import type { Endpoint, ListenAddress, PortAddress } from '../address.ts'
import type { SocketOptions } from '../service-spec.ts'
import { bindError } from './bind-error.ts'

/** A stream's listener. */
export type BoundServer = {
  endpoint: Endpoint
  /** Refuses new peers at once; open connections go on. */
  close(): void
}

/**
 * Binds a TCP address. Both directions end apart (`allowHalfOpen`): a peer that has said all it has to say still
 * gets its answer. Throws NetcoreError when the address cannot be bound.
 */
export async function listenTcp(
  address: PortAddress<'tcp'>,
  { backlog, noDelay, keepAliveMs, reusePort }: SocketOptions & { reusePort: boolean },
  onSocket: (socket: Socket, endpoint: Endpoint) => void,
): Promise<BoundServer> {
  const server = createServer({
    allowHalfOpen: true,
    noDelay,
    keepAlive: keepAliveMs !== null,
    ...(keepAliveMs !== null && { keepAliveInitialDelay: keepAliveMs }),
  })
  const { host, port } = address
  // `::` takes IPv4 peers too (dual stack).
  await listening(server, address, { host, port, backlog, reusePort })
  const bound = server.address()
  const endpoint = { ...address, port: typeof bound === 'object' && bound ? bound.port : port }
  server.on('connection', (socket) => onSocket(socket, endpoint))
  return { endpoint, close: () => void server.close() }
}

/** Resolves once `server` listens; throws a NetcoreError that names `address` when it cannot. */
export async function listening(
  server: Server,
  address: ListenAddress,
  options: Parameters<Server['listen']>[0],
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const refused = (error: Error) => reject(bindError(error, address))
  server.once('error', refused)
  server.listen(options, resolve)
  await promise
  server.off('error', refused)
  // Accepting can fail later (no descriptors left); the peer is lost, the listener is not.
  server.on('error', () => undefined)
}
