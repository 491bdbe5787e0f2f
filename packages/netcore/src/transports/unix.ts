import { chmod, lstat, unlink } from 'node:fs/promises'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import type { Endpoint, UnixAddress } from '../address.ts'
import { NetcoreError } from '../errors.ts'
import type { SocketOptions } from '../service-spec.ts'
import { bindError } from './bind-error.ts'
import { listening, type BoundServer } from './tcp.ts'

/**
 * Binds a Unix socket that only this user can reach. A file left behind by a dead process is replaced. Throws
 * NetcoreError when the path cannot be bound.
 */
export async function listenUnix(
  address: UnixAddress,
  { backlog }: SocketOptions,
  onSocket: (socket: Socket, endpoint: Endpoint) => void,
): Promise<BoundServer> {
  const server = createServer({ allowHalfOpen: true })
  try {
    await bind(server, address, backlog)
    await chmod(address.path, 0o600)
  } catch (error) {
    server.close()
    throw error instanceof NetcoreError ? error : bindError(error as Error, address)
  }
  server.on('connection', (socket) => onSocket(socket, address))
  return { endpoint: address, close: () => void server.close() }
}

async function bind(server: Server, address: UnixAddress, backlog: number): Promise<void> {
  const { path } = address
  const listen = () => listening(server, address, { path, backlog })
  await listen().catch(async (error: NetcoreError) => {
    if (error.code !== 'address-in-use' || !(await isAbandoned(path))) throw error
    await unlink(path)
    await listen()
  })
}

/** Whether the file is a socket behind which nobody listens any more. */
async function isAbandoned(path: string): Promise<boolean> {
  return (await lstat(path)).isSocket() && (await isDead(path))
}

/** Only a refusal tells (connect(2)): who is too busy to accept (EAGAIN), or not for us (EACCES), is alive. */
function isDead(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createConnection(path)
    probe.once('connect', () => {
      probe.destroy()
      resolve(false)
    })
    probe.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'ECONNREFUSED'))
  })
}
