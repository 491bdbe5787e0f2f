import { once } from 'node:events'
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net'
import { createServer } from 'node:tls'
import { generate } from 'selfsigned'
import { expect, onTestFinished, test } from 'vitest'
import { TestManager } from '../testing.ts'
import { talk, type Talk } from './talk.ts'
import { targetOf, type Target } from './target.ts'

const SAID: Talk = { messages: [], halfClose: false, waitMs: 500, maxBytes: 1024, tls: false, check: null }
const never = new AbortController().signal

async function listening(server: Server): Promise<Target> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { transport: 'tcp', host: '127.0.0.1', port: (server.address() as AddressInfo).port }
}

const hello = { ...SAID, messages: [{ bytes: Buffer.from('hello'), delayMs: 0 }], halfClose: true }

test('over TLS a certificate has to be trusted, unless that is not asked for; the name is sent', async () => {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'lab.example' }], {
    keyType: 'ec',
  })
  const names: unknown[] = []
  const server = createServer({ cert, key, allowHalfOpen: true }, (socket) => {
    names.push(socket.servername)
    socket.on('error', () => undefined)
    socket.pipe(socket)
  })
  const target = await listening(server)
  const trusting = { serverName: 'lab.example', rejectUnauthorized: false }
  const heard = await talk(target, { ...hello, tls: trusting }, never)
  expect(heard).toMatchObject({ endedBy: 'peer', error: null, received: [{ base64: btoa('hello') }] })
  expect(names).toEqual(['lab.example'])
  const strict = await talk(target, { ...hello, tls: {} }, never)
  expect(strict).toMatchObject({ endedBy: 'refused', error: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } })
  expect(strict.sent).toEqual([])
})

test('what breaks off is told from what nobody takes', async () => {
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.resetAndDestroy())
  })
  const target = await listening(server)
  expect(await talk(target, hello, never)).toMatchObject({ endedBy: 'reset', error: { code: 'ECONNRESET' } })
  server.close()
  expect(await talk(target, hello, never)).toMatchObject({
    endedBy: 'refused',
    error: { code: 'ECONNREFUSED' },
  })
  expect(
    await talk({ ...target, transport: 'udp' } as Target, { ...hello, halfClose: false }, never),
  ).toMatchObject({
    endedBy: 'refused',
    error: { code: 'ECONNREFUSED' },
  })
})

test('a name is looked up once, and the addresses of the manager are not called', async () => {
  const manager = await TestManager.start()
  onTestFinished(() => manager.close())
  const { id } = await manager.echo({ listen: [{ transport: 'tcp', host: 'localhost', port: 0 }] })
  const service = manager.app.services.get(id)
  const target = await targetOf(service, 0, [])
  expect(target).toMatchObject({ transport: 'tcp', host: expect.stringMatching(/^(127\.0\.0\.1|::1)$/) })
  for (const host of [target.transport === 'tcp' ? target.host : '', '0.0.0.0'])
    await expect(targetOf(service, 0, [{ ...target, host } as never])).rejects.toMatchObject({
      code: 'address-not-permitted',
    })
})
