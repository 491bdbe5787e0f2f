import { createServer, type Server, type Socket } from 'node:net'
import type { Endpoint, ListenAddress } from '../address.ts'
import type { SocketOptions } from '../service-spec.ts'
import { bindError } from './bind-error.ts'

export type BoundServer = {
  endpoint: Endpoint
  /** Refuses new peers at once; open connections go on. */
  close(): void
}

type TcpAddress = Extract<ListenAddress, { port: number }>

/**
 * Binds a TCP address. Both directions end apart (`allowHalfOpen`): a peer that has said all it has to say still
 * gets its answer. Throws NetcoreError when the address cannot be bound.
 */
export async function listenTcp(
  address: TcpAddress,
  { backlog, noDelay, keepAliveMs }: SocketOptions,
  onSocket: (socket: Socket) => void,
): Promise<BoundServer> {
  const server = createServer({
    allowHalfOpen: true,
    noDelay,
    keepAlive: keepAliveMs !== null,
    ...(keepAliveMs !== null && { keepAliveInitialDelay: keepAliveMs }),
  })
  await listening(server, address, { host: address.host, port: address.port, backlog })
  server.on('connection', onSocket)
  const bound = server.address()
  const port = typeof bound === 'object' && bound ? bound.port : address.port
  return { endpoint: { ...address, port }, close: () => void server.close() }
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
