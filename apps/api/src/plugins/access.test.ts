import { once } from 'node:events'
import { request } from 'node:http'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Session } from '@switchboard/contract'
import { ADMIN_TOKEN, ECHO, NOBODY, TestManager } from '../testing.ts'
import { LiveClient } from '../testing-live.ts'

const WRONG = { authorization: 'Bearer not-the-token-but-just-as-long-as-it' }

let manager: TestManager

beforeAll(async () => {
  manager = await TestManager.start({ variables: { SWITCHBOARD_ALLOWED_HOSTS: 'panel.example' } })
})
afterAll(() => manager.close())

type Operation = { method: string; path: string; open: boolean }

/** Every operation of the API's description, with made-up ids. */
function operations(): Operation[] {
  const document = manager.app.swagger() as {
    paths: Record<string, Record<string, { security?: unknown[] }>>
  }
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => ({
      method: method.toUpperCase(),
      path: path.replace('/api/v1', '').replaceAll(/\{\w+\}/g, 'x'),
      open: security?.length === 0,
    })),
  )
}

test('every route but health, setup and sign-in asks who is calling', async () => {
  const all = operations()
  expect(all.filter(({ open }) => open)).toEqual([
    { method: 'GET', path: '/health', open: true },
    { method: 'GET', path: '/setup', open: true },
    { method: 'POST', path: '/setup', open: true },
    { method: 'POST', path: '/session', open: true },
  ])
  for (const { method, path } of all.filter(({ open }) => !open)) {
    const answer = await manager.call(method, path, undefined, NOBODY)
    expect([method, path, answer.status, answer.body.code]).toEqual([method, path, 401, 'unauthenticated'])
  }
  expect((await manager.call('GET', '/unheard-of', undefined, NOBODY)).status).toBe(401)
  expect((await fetch(`${manager.url}/%61pi/v1/services`)).status).toBe(401)
  expect((await manager.call('GET', '/health', undefined, NOBODY)).status).toBe(200)
})

test('without a token and without a user nothing is open either', async () => {
  const closed = await TestManager.start({ variables: { SWITCHBOARD_ADMIN_TOKEN: undefined } })
  onTestFinished(() => closed.close())
  expect((await closed.call('GET', '/services')).status).toBe(401)
  expect((await closed.call('GET', '/session')).status).toBe(401)
  expect((await closed.call('POST', '/session', { token: 'x' })).status).toBe(401)
  expect((await closed.call('GET', '/setup')).body).toEqual({ needed: true })
})

test('the right token passes, a wrong one does not', async () => {
  expect((await manager.call('GET', '/services')).status).toBe(200)
  expect((await manager.call('GET', '/services', undefined, WRONG)).status).toBe(401)
  expect((await manager.call<Session>('GET', '/session')).body).toEqual({
    ...{ authenticated: true, method: 'token', role: 'admin', name: 'admin token', services: null },
    ...{ userId: null, username: null, secondFactor: false, expiresAt: null },
  })
})

test('the admin token signs a browser in and out by a cookie that scripts cannot read', async () => {
  const signedIn = await manager.call<Session>('POST', '/session', { token: ADMIN_TOKEN }, NOBODY)
  expect(signedIn.body).toMatchObject({ method: 'session', name: 'admin token' })
  const setCookie = signedIn.headers.get('set-cookie') ?? ''
  expect(setCookie).toMatch(
    /^switchboard_session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/,
  )
  const cookie = { cookie: setCookie.split(';')[0] ?? '' }
  expect((await manager.call('GET', '/services', undefined, cookie)).status).toBe(200)

  const feed = await LiveClient.open(manager, { headers: { ...cookie, origin: manager.url } })
  const closed = feed.closed()
  expect((await manager.call('DELETE', '/session', undefined, cookie)).status).toBe(204)
  expect(await closed).toBe(4401)
  expect((await manager.call('GET', '/services', undefined, cookie)).status).toBe(401)
})

test('the token is in no answer', async () => {
  const { body } = await manager.call('POST', '/session', { token: [ADMIN_TOKEN] }, NOBODY)
  expect(body.code).toBe('validation-failed')
  expect(JSON.stringify(body)).not.toContain(ADMIN_TOKEN)
})

test('wrong tokens are throttled, the right one is not', async () => {
  const statuses: number[] = []
  for (let at = 0; at < 12; at++)
    statuses.push((await manager.call('POST', '/session', { token: 'guess' }, NOBODY)).status)
  expect(new Set(statuses)).toEqual(new Set([401, 429]))
  expect(statuses.at(-1)).toBe(429)
  const { headers, body } = await manager.call('GET', '/services', undefined, WRONG)
  expect(body.code).toBe('rate-limited')
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await manager.call('GET', '/services')).status).toBe(200)
})

test.each([
  'evil.example',
  '127.0.0.1.evil.example',
  'localhost@evil.example',
  '169.254.169.254',
  '[::2]:8080',
])('the Host %j is refused', async (host) => {
  expect(await statusOf({ host })).toBe(403)
})

test.each(['localhost', 'LOCALHOST:1', '127.0.0.1:9', '[::1]:8080', 'panel.example'])(
  'the Host %j is ours',
  async (host) => {
    expect(await statusOf({ host })).toBe(200)
  },
)

test.each([
  ['a foreign origin', { origin: 'http://evil.example' }],
  ['no origin at all', { origin: 'null' }],
  ['our name on another port', { origin: 'http://localhost:1' }],
  ['our host by another name', { origin: 'http://127.0.0.1' }],
  ['a cross-site page', { 'sec-fetch-site': 'cross-site' }],
])('a change from %s is refused, reading is not', async (_who, headers) => {
  const port = new URL(manager.url).port
  const sent = { host: `localhost:${port}`, 'content-type': 'application/json', ...headers }
  expect(await statusOf(sent, 'POST', '/api/v1/services', JSON.stringify(ECHO))).toBe(403)
  expect(await statusOf(sent)).toBe(200)
})

test('a change from the dashboard itself passes', async () => {
  const headers = { origin: manager.url, 'sec-fetch-site': 'same-origin' }
  expect((await manager.call('POST', '/services', ECHO, headers)).status).toBe(201)
})
/** fetch sets `Host` itself, so these go by hand. */
async function statusOf(headers: Record<string, string>, method = 'GET', path = '/api/v1/health', body = '') {
  const { port } = new URL(manager.url)
  const call = request({ host: '127.0.0.1', port, method, path, headers, agent: false })
  call.end(body)
  const [response] = await once(call, 'response')
  response.resume()
  return response.statusCode as number
}
