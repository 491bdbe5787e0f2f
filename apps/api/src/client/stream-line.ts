import { connect, isIP, type NetConnectOpts, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ClientTls } from '@switchboard/contract'
import { broken, NO_ENDS, type Dial, type Line } from './line.ts'
import type { Target } from './target.ts'

/** Over TCP or a Unix socket, bare or with TLS. */
export const streamLine: Dial = (target, tls, hearing) => {
  const { socket, readyEvent } = dial(target, tls)
  let isReady = false
  socket.once(readyEvent, () => {
    isReady = true
    hearing.ready()
  })
  socket.on('data', (bytes: Buffer) => hearing.heard(bytes))
  socket.on('end', () => hearing.ended({ endedBy: 'peer', error: null }))
  socket.on('error', (error) => hearing.ended(broken(error, isReady)))
  // TLS that is cut within its handshake has no end of its own.
  socket.on('close', () => hearing.ended({ endedBy: isReady ? 'peer' : 'refused', error: null }))
  return lineOver(socket)
}

function dial(target: Target, tls: ClientTls | false): { socket: Socket; readyEvent: string } {
  const where: NetConnectOpts =
    target.transport === 'unix'
      ? { path: target.path, allowHalfOpen: true }
      : { host: target.host, port: target.port, allowHalfOpen: true, noDelay: true }
  if (tls === false) return { socket: connect(where), readyEvent: 'connect' }
  const { serverName, rejectUnauthorized = true } = tls
  const servername = serverName ?? ''
  // Certificates are for names; addresses cannot be asked for (RFC 6066).
  const asked = isIP(servername) ? {} : { servername }
  return { socket: connectTls({ ...where, ...asked, rejectUnauthorized }), readyEvent: 'secureConnect' }
}

const lineOver = (socket: Socket): Line => ({
  ends() {
    const { localAddress, localPort, remoteAddress, remotePort } = socket
    if (localAddress === undefined) return NO_ENDS
    return {
      localAddress,
      localPort: localPort ?? null,
      remoteAddress: remoteAddress ?? null,
      remotePort: remotePort ?? null,
    }
  },
  say: (bytes) =>
    new Promise((resolve) => {
      socket.write(bytes, (error) => {
        if (!error) resolve()
      })
    }),
  halfClose: () => void socket.end(),
  hangUp: () => void socket.destroy(),
})
