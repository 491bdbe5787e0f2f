import { createSocket } from 'node:dgram'
import { createServer, isIPv6 } from 'node:net'
import type { PortAddress } from '../address.ts'
import { bindError } from './bind-error.ts'

/** Takes an address and gives it back at once. Throws the NetcoreError that a listener there would get. */
export async function probeAddress(address: PortAddress): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const refused = (error: Error) => reject(bindError(error, address))
  if (address.transport === 'tcp') bindTcp(address, resolve, refused)
  else bindUdp(address, resolve, refused)
  await promise
}

type Outcome = [bound: () => void, refused: (error: Error) => void]

function bindTcp({ host, port }: PortAddress, ...[bound, refused]: Outcome): void {
  const server = createServer((socket) => socket.destroy())
  server.once('error', refused)
  server.listen({ host, port, exclusive: true }, () => server.close(() => bound()))
}

function bindUdp({ host, port }: PortAddress, ...[bound, refused]: Outcome): void {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
  socket.once('error', refused)
  socket.bind({ address: host, port, exclusive: true }, () => socket.close(bound))
}
