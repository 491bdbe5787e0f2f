import { once } from 'node:events'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { connect as connectPlainly } from 'node:net'
import { type Stats, readFileSync, unwatchFile, watchFile } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect, type ConnectionOptions } from 'node:tls'
import type { Environment } from '@switchboard/contract'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { readEnvironment } from '../environment.ts'
import { ADMIN_TOKEN, TestManager } from '../testing.ts'
import { makeSelfSigned, type SelfSigned } from './self-signed.ts'

let folder: string
let made: SelfSigned
let manager: TestManager
let port: number

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchboard-tls-'))
  made = await renewed()
  const variables = { SWITCHBOARD_TLS_CERT: made.certificate, SWITCHBOARD_TLS_KEY: made.key }
  manager = await TestManager.start({ variables })
  port = Number(new URL(manager.url).port)
})
afterAll(async () => {
  await manager.close()
  await rm(folder, { recursive: true })
})

const renewed = () =>
  makeSelfSigned(
    readEnvironment({ SWITCHBOARD_DATA_DIR: folder, SWITCHBOARD_ALLOWED_HOSTS: 'panel.example,10.0.0.1' }),
  )

const bearer = { authorization: `Bearer ${ADMIN_TOKEN}` }

const BROKEN = 'half a certif'

/** Trusts the self-signed certificate and nothing else. */
async function call(method: string, path: string, headers: Record<string, string>, body?: object) {
  const address = { host: '127.0.0.1', port, path: `/api/v1${path}`, ca: readFileSync(made.certificate) }
  const sent = request({ ...address, method, headers, agent: false })
  sent.end(body && JSON.stringify(body))
  const [answer] = await once(sent, 'response')
  return { status: answer.statusCode as number, headers: answer.headers, body: await text(answer) }
}

/** Shakes hands as one would, and answers what the server shows. */
async function handshake(options: ConnectionOptions = {}) {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options })
  await once(socket, 'secureConnect')
  const { fingerprint256, subjectaltname } = socket.getPeerCertificate()
  const protocol = socket.getProtocol()
  socket.destroy()
  return { fingerprint256, subjectaltname, protocol }
}

test('a certificate that is made by command has every name, and its key is for its owner only', async () => {
  const { fingerprint256, subjectaltname, protocol } = await handshake()
  expect(made.names).toEqual(['localhost', '127.0.0.1', '::1', 'panel.example', '10.0.0.1'])
  expect(subjectaltname).toMatch(
    /DNS:localhost, IP Address:127.0.0.1, IP Address:0.*:1, DNS:panel.example, IP Address:10.0.0.1/,
  )
  expect([fingerprint256, protocol]).toEqual([made.fingerprint, 'TLSv1.3'])
  expect((await stat(made.key)).mode & 0o777).toBe(0o600)
})

test('over TLS the cookie is secure and of this host only, and other pages are still foreign', async () => {
  const own = { 'content-type': 'application/json', origin: manager.url }
  const { status, headers } = await call('POST', '/session', own, { token: ADMIN_TOKEN })
  const [cookie = ''] = headers['set-cookie'] ?? []
  expect([status, cookie]).toEqual([200, expect.stringMatching(/^__Host-switchboard_session=.*; Secure/)])
  const session = { cookie: cookie.split(';')[0] ?? '' }
  expect((await call('GET', '/session', session)).status).toBe(200)
  const plain = { cookie: session.cookie.replace('__Host-', '') }
  expect((await call('GET', '/session', plain)).status).toBe(401)
  for (const origin of ['https://evil.example', manager.url.replace('https', 'http')]) {
    const foreign = { ...own, ...session, origin }
    expect((await call('DELETE', '/session', foreign)).status).toBe(403)
  }
})

test('nothing older than TLS 1.2 is spoken', async () => {
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' } as const
  await expect(handshake(old)).rejects.toThrow(/alert protocol version/)
  expect(await handshake({ maxVersion: 'TLSv1.2' })).toMatchObject({ protocol: 'TLSv1.2' })
})

test('who speaks plain HTTP is told so', async () => {
  const socket = connectPlainly(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  expect(await text(socket)).toMatch(/^HTTP\/1.1 400 .*https:\/\/\n$/s)
})

test('a new certificate is taken up without a cut; a broken one is not', async () => {
  const socket = new WebSocket(`${manager.url.replace('https', 'wss')}/api/v1/live`, {
    headers: bearer,
    rejectUnauthorized: false,
  })
  await once(socket, 'message')
  onTestFinished(() => socket.terminate())
  const before = made.fingerprint
  made = await renewed()
  expect(made.fingerprint).not.toBe(before)
  const shown = async () => (await handshake()).fingerprint256
  await expect.poll(shown, { timeout: 10_000, interval: 100 }).toBe(made.fingerprint)
  const now = made.fingerprint
  const told = JSON.parse((await call('GET', '/environment', bearer)).body) as Environment
  expect(told.certificate).toMatchObject({ fingerprint: now, selfSigned: true, file: made.certificate })
  expect(told.certificate?.names).toEqual(expect.arrayContaining(['localhost', '127.0.0.1', 'panel.example']))
  await writeFile(made.certificate, BROKEN)
  await noticed(made.certificate, BROKEN.length)
  expect(await shown()).toBe(now)
  const pong = once(socket, 'pong')
  socket.ping()
  await pong
})

/** Node asks a file once for all who watch it; who came first is told first. */
async function noticed(path: string, size: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const told = (stats: Stats) => {
      if (stats.size !== size) return
      unwatchFile(path, told)
      resolve()
    }
    watchFile(path, told)
  })
}

test('files that are no pair stop the start with one line', async () => {
  const other = await makeSelfSigned(readEnvironment({ SWITCHBOARD_DATA_DIR: join(folder, 'other') }))
  const start = (SWITCHBOARD_TLS_KEY: string) =>
    TestManager.start({ variables: { SWITCHBOARD_TLS_CERT: other.certificate, SWITCHBOARD_TLS_KEY } })
  await expect(start(made.key)).rejects.toThrow(
    /^SWITCHBOARD_TLS_CERT \S+ and SWITCHBOARD_TLS_KEY .* no pair/,
  )
  await expect(start(join(folder, 'none'))).rejects.toThrow(/^SWITCHBOARD_TLS_KEY \S+none cannot be read/)
})
