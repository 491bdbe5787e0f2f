import type { AuditEntry, ClientSendResult, NewApiToken, Page, Service } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ADMIN_TOKEN, portOf, TestManager } from '../../testing.ts'

let manager: TestManager
let echo: Service
let greeter: Service

const LISTEN = [
  { transport: 'tcp', port: 0 },
  { transport: 'udp', port: 0 },
  { transport: 'unix', path: 'echo.sock' },
  { transport: 'tcp', host: '0.0.0.0', port: 0 },
] as const

beforeAll(async () => {
  manager = await TestManager.start()
  echo = await manager.echo({ listen: [...LISTEN] })
  greeter = await manager.echo({ name: 'greeter', protocol: 'daytime' })
})
afterAll(() => manager.close())

const send = <Answer = ClientSendResult>(input: object, headers = {}) =>
  manager.call<Answer>('POST', '/client:send', { serviceId: echo.id, messages: [], ...input }, headers)

const texts = ({ received }: ClientSendResult) => received.map(({ base64 }) => atob(base64))
const isPassed = ({ assertion }: ClientSendResult) => assertion?.passed
const base64 = (bytes: string) => Buffer.from(bytes).toString('base64')

test('over TCP it says what it is told, hears the answer, and tells when', async () => {
  const { status, body } = await send({
    messages: [{ text: 'hel' }, { base64: base64('lo'), delayMs: 50 }],
    halfClose: true,
    expect: { text: 'hello' },
  })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    ...{ transport: 'tcp', localAddress: '127.0.0.1', remoteAddress: '127.0.0.1' },
    ...{ remotePort: portOf(echo), endedBy: 'peer', error: null },
    assertion: { passed: true },
  })
  expect(texts(body).join('')).toBe('hello')
  expect(body.sent.map(({ bytes }) => bytes)).toEqual([3, 2])
  const [first, second] = body.sent.map(({ atMs }) => atMs)
  expect(second).toBeGreaterThan((first ?? 0) + 45)
  expect(body.connectedAfterMs).toBeLessThan(body.durationMs)
  // The service has our side as its peer: that is how the journal is searched for it.
  const peer = `peer:${body.localAddress} port:${body.localPort}`
  await manager.connections((items) => items.length === 1, `?filter=${encodeURIComponent(peer)}`)
})

test('over UDP every datagram is kept apart, over a Unix socket there are no addresses', async () => {
  const udp = await send({
    endpoint: 1,
    messages: [{ text: 'one' }, { text: '' }, { text: 'two' }],
    waitMs: 300,
  })
  expect(udp.body).toMatchObject({ transport: 'udp', endedBy: 'timeout', localAddress: '127.0.0.1' })
  expect(texts(udp.body).filter(Boolean)).toEqual(['one', 'two'])
  const unix = await send({ endpoint: 2, messages: [{ text: 'hello' }], halfClose: true })
  expect(unix.body).toMatchObject({
    transport: 'unix',
    remoteAddress: null,
    remotePort: null,
    endedBy: 'peer',
  })
  expect(texts(unix.body)).toEqual(['hello'])
})

test('a wildcard is reached over loopback, and without messages it only listens', async () => {
  const wildcard = await send({ endpoint: 3, messages: [{ text: 'x' }], halfClose: true })
  expect(wildcard.body).toMatchObject({ remoteAddress: '127.0.0.1', endedBy: 'peer' })
  const heard = await send({ serviceId: greeter.id, expect: { pattern: '\\d\\d:\\d\\d:\\d\\d' } })
  expect([heard.body.endedBy, isPassed(heard.body)]).toEqual(['peer', true])
})

test('it ends when it has listened long enough, or has heard enough', async () => {
  const waited = await send({ messages: [{ text: 'hello' }], waitMs: 100 })
  expect(waited.body).toMatchObject({ endedBy: 'timeout', error: null })
  expect(waited.body.durationMs).toBeGreaterThan(95)
  const full = await send({ messages: [{ text: 'hello' }], maxBytes: 3, waitMs: 20_000 })
  expect(full.body).toMatchObject({ endedBy: 'client' })
  expect(texts(full.body)).toEqual(['hel'])
  const mebibyte = 'x'.repeat(1024 * 1024)
  const large = await send({ messages: [{ text: mebibyte }], halfClose: true, expect: { text: mebibyte } })
  expect([large.body.endedBy, isPassed(large.body)]).toEqual(['client', true])
})

test.each([
  [{ text: 'hello' }, true, 'Exactly the 5 bytes that were expected.'],
  [{ text: 'help' }, false, 'Byte 3 is 6c and should be 70 (counted from 0).'],
  [{ base64: base64('hell') }, false, 'More came: 5 bytes, of which the first 4 are right; 4 were expected.'],
  [{ text: 'hello!' }, false, 'Less came: 5 bytes, of which the first 5 are right; 6 were expected.'],
  [{ pattern: '^H.*o$' }, true, 'The pattern is found in 5 bytes.'],
  [{ pattern: '(?-i)H' }, false, 'The pattern is not found in 5 bytes.'],
])('what came is held against %j', async (expected, passed, detail) => {
  const { body } = await send({ messages: [{ text: 'hello' }], halfClose: true, expect: expected })
  expect(body.assertion).toEqual({ passed, detail })
})

test('TLS to what speaks none is refused, with its error', async () => {
  const { body } = await send({ tls: { serverName: 'lab.example', rejectUnauthorized: false } })
  expect(body).toMatchObject({
    endedBy: 'refused',
    error: { message: expect.stringMatching(/^TLS failed, /) },
  })
  expect(body.connectedAfterMs).toBeNull()
})

test.each([
  ['no message', { messages: [{}] }, '/messages/0/text'],
  ['two kinds of message', { messages: [{ text: 'a', base64: 'YQ==' }] }, '/messages/0/base64'],
  ['no Base64', { messages: [{ base64: '***' }] }, '/messages/0/base64'],
  ['more time than there is', { messages: [{ text: 'a', delayMs: 20_000 }], waitMs: 20_000 }, '/waitMs'],
  ['too many messages', { messages: Array(1001).fill({ text: '' }) }, '/messages'],
  ['no expectation', { expect: {} }, '/expect'],
  ['two expectations', { expect: { text: 'a', pattern: 'b' } }, '/expect'],
  ['a broken pattern', { expect: { pattern: 'a(' } }, '/expect/pattern'],
  ['TLS over UDP', { endpoint: 1, tls: {} }, '/tls'],
  ['half-close over UDP', { endpoint: 1, halfClose: true }, '/halfClose'],
  ['a datagram that is too long', { endpoint: 1, messages: [{ text: 'x'.repeat(65_508) }] }, '/messages/0'],
])('%s is refused by name', async (_what, input, path) => {
  expect((await send<object>(input)).body).toMatchObject({ code: 'validation-failed', errors: [{ path }] })
})

test('row 48: nothing but an address of a running service of ours is called, whatever the request says', async () => {
  const adminPort = Number(new URL(manager.url).port)
  const make = (input: object) => manager.echo(input)
  const stopped = await make({ name: 'stopped', desired: 'stopped' })
  const onAdmin = await make({ name: 'on-admin', listen: [{ transport: 'tcp', port: adminPort }] })
  const multicast = await make({
    name: 'multicast',
    listen: [{ transport: 'udp', host: '239.1.2.3', port: 0 }],
  })
  const deleted = await make({ name: 'deleted' })
  await manager.call('DELETE', `/services/${deleted.id}`)
  const once = await make({ name: 'once' })
  await manager.call('POST', `/services/${once.id}/stop`)
  const { body: token } = await manager.call<NewApiToken>('POST', '/tokens', {
    ...{ name: 'of a course', role: 'operator', services: [echo.id] },
  })
  const { body: viewer } = await manager.call<NewApiToken>('POST', '/tokens', { name: 'v', role: 'viewer' })
  const by = (secret: string) => ({ authorization: `Bearer ${secret}` })

  const cases: [what: string, input: object, expected: number, headers?: object][] = [
    ['a stopped service', { serviceId: stopped.id }, 409],
    ['one that has been stopped', { serviceId: once.id }, 409],
    ['one that could not take the admin port', { serviceId: onAdmin.id }, 409],
    ['one that is deleted', { serviceId: deleted.id }, 404],
    ['one that never was', { serviceId: 'svc_0' }, 404],
    ['an address for an id', { serviceId: `127.0.0.1:${adminPort}` }, 404],
    ['a property of every object', { serviceId: '__proto__' }, 404],
    ['a multicast group', { serviceId: multicast.id }, 422],
    ['an endpoint out of range', { endpoint: 4 }, 400],
    ['an endpoint below', { endpoint: -1 }, 400],
    ['an endpoint as text', { endpoint: '0' }, 400],
    ['an endpoint as an address', { endpoint: { transport: 'tcp', host: '169.254.169.254', port: 80 } }, 400],
    ['a host', { host: '169.254.169.254' }, 400],
    ['a port', { port: adminPort }, 400],
    ['an address', { remoteAddress: '::1', remotePort: adminPort }, 400],
    ['a URL', { url: 'file:///etc/passwd' }, 400],
    ['a path', { path: '/var/run/docker.sock' }, 400],
    ['a host for TLS', { tls: { host: '169.254.169.254' } }, 400],
    ['a proxy', { tls: { socket: 3 } }, 400],
    ["another's service", { serviceId: greeter.id }, 404, by(token.secret)],
    ['a viewer', {}, 403, by(viewer.secret)],
  ]
  const wrong: string[] = []
  for (const [what, input, expected, headers] of cases) {
    const { status } = await send(input, headers)
    if (status !== expected) wrong.push(`${what}: ${status}, not ${expected}`)
  }
  process.stdout.write(`row 48, test client: ${cases.length - wrong.length}/${cases.length} refused\n`)
  expect(wrong).toEqual([])
  expect((await send({ messages: [{ text: 'x' }], halfClose: true }, by(token.secret))).status).toBe(200)
})

test('eight go on at once; whoever cancels hangs up, and all of it is on record', async () => {
  const cancel = new AbortController()
  const body = JSON.stringify({ serviceId: echo.id, messages: [], waitMs: 30_000 })
  const long = Array.from({ length: 8 }, () =>
    manager
      .fetch('/api/v1/client:send', {
        ...{ method: 'POST', body, signal: cancel.signal },
        headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
      })
      .catch(() => null),
  )
  const open = '?filter=state:open%20svc:echo-lab%20proto:tcp'
  await manager.connections((items) => items.length === 8, open)
  const ninth = await send<object>({})
  expect([ninth.status, ninth.headers.get('retry-after')]).toEqual([503, '1'])
  cancel.abort()
  await Promise.all(long)
  await manager.connections((items) => items.length === 0, open)
  await expect.poll(async () => (await send({ waitMs: 0 })).status).toBe(200)
  const entries = async () => (await manager.call<Page<AuditEntry>>('GET', '/audit?limit=9')).body.items
  await expect
    .poll(async () => (await entries()).map(({ action }) => action))
    .toEqual(Array(9).fill('client.send'))
  expect((await entries())[0]).toMatchObject({ target: { id: echo.id, name: echo.name }, changes: [] })
})
