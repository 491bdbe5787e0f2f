import { createSocket, type Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { broken, NO_ENDS, type Dial } from './line.ts'

/** Over UDP: each message is a datagram, and so is each piece that comes. */
export const datagramLine: Dial = (target, _tls, hearing) => {
  if (target.transport !== 'udp') throw new TypeError(`${target.transport} carries no datagrams`)
  const socket = createSocket(isIPv6(target.host) ? 'udp6' : 'udp4')
  let isReady = false
  let isOver = false
  const fail = (error: Error) => hearing.ended(broken(error, isReady))
  socket.once('connect', () => {
    isReady = true
    hearing.ready()
  })
  socket.on('message', (bytes) => hearing.heard(bytes))
  // Nobody has the port: the kernel says so after the first datagram.
  socket.on('error', (error: NodeJS.ErrnoException) =>
    hearing.ended(broken(error, isReady && error.code !== 'ECONNREFUSED')),
  )
  socket.connect(target.port, target.host)
  return {
    ends: () => (isReady && !isOver ? endsOf(socket) : NO_ENDS),
    say: (bytes) =>
      new Promise((resolve) => {
        socket.send(bytes, (error) => (error ? fail(error) : resolve()))
      }),
    halfClose: () => undefined,
    hangUp() {
      if (!isOver) socket.close()
      isOver = true
    },
  }
}

function endsOf(socket: Socket) {
  const { address, port } = socket.address()
  const remote = socket.remoteAddress()
  return { localAddress: address, localPort: port, remoteAddress: remote.address, remotePort: remote.port }
}
