import { X509Certificate } from 'node:crypto'
import { unwatchFile, watchFile } from 'node:fs'
import type { RequestListener } from 'node:http'
import type { Server as AnyServer } from 'node:http'
import { createServer, type Server, type ServerOptions } from 'node:https'
import type { Socket } from 'node:net'
import type { Certificate } from '@switchboard/contract'
import type { FastifyBaseLogger } from 'fastify'
import { timestamp } from '../time.ts'
import { readPair, type TlsFiles, type TlsPair } from './tls-files.ts'

/** Between two looks at the files, milliseconds. */
const LOOK_MS = 1000
/** A peer has to say within this time what it speaks, and to finish the handshake within it once more, milliseconds. */
const HANDSHAKE_MS = 10_000
const TLS_HANDSHAKE = 0x16

/**
 * A server that speaks TLS 1.2 and newer, and takes up a new certificate as soon as it is in the files, without a cut:
 * open connections keep the one that they began with. Throws a StartError for files that cannot be used.
 */
export function tlsServer(
  files: TlsFiles,
  options: ServerOptions,
  log: FastifyBaseLogger,
  answer: RequestListener,
): Server {
  const limits = { minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_MS } as const
  const pair = readPair(files)
  const server = createServer({ ...options, ...limits, ...pair }, answer)
  tellWhoSpeaksPlainly(server)
  show(server, files, pair)
  server.on('listening', () => log.info(described(pair.cert), 'TLS'))
  renewOnChange(server, files, log)
  return server
}

function renewOnChange(server: Server, files: TlsFiles, log: FastifyBaseLogger): void {
  const renew = () => {
    try {
      const pair = readPair(files)
      server.setSecureContext({ ...pair, minVersion: 'TLSv1.2' })
      show(server, files, pair)
      log.info(described(pair.cert), 'TLS with a new certificate')
    } catch (error) {
      log.warn(error, 'the files of the certificate have changed and cannot be used: the old one stays')
    }
  }
  const paths = [files.certificate, files.key]
  server.on('listening', () => {
    for (const path of paths) watchFile(path, { interval: LOOK_MS, persistent: false }, renew)
  })
  server.on('close', () => {
    for (const path of paths) unwatchFile(path, renew)
  })
}

const shown = new WeakMap<AnyServer, Certificate>()

/** The certificate that a server shows now; null: it speaks plain HTTP. */
export const certificateOf = (server: AnyServer): Certificate | null => shown.get(server) ?? null

function show(server: Server, { certificate: file }: TlsFiles, { cert }: TlsPair): void {
  const {
    subjectAltName = '',
    subject,
    issuer,
    validFrom,
    validTo,
    fingerprint256,
  } = new X509Certificate(cert)
  shown.set(server, {
    names: subjectAltName.split(', ').map((name) => name.replace(/^[^:]+:/, '')),
    issuer: issuer.replaceAll('\n', ', '),
    selfSigned: subject === issuer,
    validFrom: timestamp(Date.parse(validFrom)),
    validTo: timestamp(Date.parse(validTo)),
    fingerprint: fingerprint256,
    file,
  })
}

/** The first certificate of the file, for whoever compares. */
function described(pem: Buffer): { names: string; validTo: string; fingerprint: string } {
  const { subjectAltName = '', validTo, fingerprint256 } = new X509Certificate(pem)
  return { names: subjectAltName, validTo, fingerprint: fingerprint256 }
}

const PLAIN_ANSWER = 'This port speaks HTTPS: begin the address with https://\n'

/** The first byte says whether a handshake begins. Anything else gets an answer that a person can read. */
function tellWhoSpeaksPlainly(server: Server): void {
  const [handshake] = server.listeners('connection')
  server.removeAllListeners('connection')
  server.on('connection', (socket: Socket) => {
    const giveUp = () => socket.destroy()
    socket.setTimeout(HANDSHAKE_MS, giveUp).on('error', giveUp)
    socket.once('readable', () => {
      const first = socket.read(1) as Buffer | null
      if (first === null) return giveUp()
      if (first[0] !== TLS_HANDSHAKE) return answerPlainly(socket)
      socket.setTimeout(0).off('timeout', giveUp).off('error', giveUp)
      socket.unshift(first)
      handshake?.call(server, socket)
    })
  })
}

function answerPlainly(socket: Socket): void {
  const head = [
    'HTTP/1.1 400 Bad Request',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${PLAIN_ANSWER.length}`,
    'Connection: close',
  ]
  socket.resume()
  socket.end(`${head.join('\r\n')}\r\n\r\n${PLAIN_ANSWER}`)
}
