import { chmod, lstat, unlink } from 'node:fs/promises'
import { createConnection, createServer, type Socket } from 'node:net'
import type { Endpoint, UnixAddress } from '../address.ts'
import type { NetcoreError } from '../errors.ts'
import type { SocketOptions } from '../service-spec.ts'
import { listening, type BoundServer } from './tcp.ts'

/** Binds a Unix socket that only this user can reach. A file left behind by a dead process is replaced. */
export async function listenUnix(
  address: UnixAddress,
  { backlog }: SocketOptions,
  onSocket: (socket: Socket, endpoint: Endpoint) => void,
): Promise<BoundServer> {
  const server = createServer({ allowHalfOpen: true })
  const listen = () => listening(server, address, { path: address.path, backlog })
  await listen().catch(async (error: NetcoreError) => {
    if (error.code !== 'address-in-use' || !(await isAbandoned(address.path))) throw error
    await unlink(address.path)
    await listen()
  })
  await chmod(address.path, 0o600)
  server.on('connection', (socket) => onSocket(socket, address))
  return { endpoint: address, close: () => void server.close() }
}

/** Whether the file is a socket behind which nobody listens any more. */
async function isAbandoned(path: string): Promise<boolean> {
  return (await lstat(path)).isSocket() && !(await answers(path))
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createConnection(path)
    probe.once('connect', () => {
      probe.destroy()
      resolve(true)
    })
    probe.once('error', () => resolve(false))
  })
}
