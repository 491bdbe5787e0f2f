import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ADMIN_TOKEN, ECHO, NOBODY, TestManager } from '../testing.ts'

// Row 42: what a page of another site can make a browser send that is signed in here.

let manager: TestManager
let session: { cookie: string }

beforeAll(async () => {
  manager = await TestManager.start()
  await manager.echo()
  const { headers } = await manager.call('POST', '/session', { token: ADMIN_TOKEN }, NOBODY)
  session = { cookie: headers.getSetCookie()[0]?.split(';')[0] ?? '' }
})
afterAll(() => manager.close())

/** Types that need no preflight, and such as may be taken for JSON by whoever looks at them loosely. */
const SIMPLE_TYPES = [
  'text/plain',
  'TEXT/PLAIN',
  ' text/plain',
  '\ttext/plain',
  'text/plain; application/json',
  'text/plain;\tapplication/json',
  'text/plain\t;application/json',
  'text/plain; charset=application/json',
  'text/plain, application/json',
  '\ttext/plain; x="application/json"',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=application/json',
  '',
]
const TYPES = [...SIMPLE_TYPES, 'application/json', '\tapplication/json', ' application/json ; charset=utf-8']

const foreignPages = (): Record<string, string>[] => [
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: `${manager.url}.evil.example` },
  { origin: manager.url.replace(/\d+$/, '1') },
  { origin: manager.url.replace('127.0.0.1', 'localhost') },
  { origin: manager.url, 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
]

const CHANGES = ['POST', 'PUT', 'PATCH', 'DELETE']

/** By hand: fetch would tidy up the headers. An empty type stands for none. */
async function send(
  method: string,
  path: string,
  { 'content-type': type, ...headers }: Record<string, string>,
) {
  const { hostname, port, host } = new URL(manager.url)
  const body = CHANGES.includes(method) ? JSON.stringify({ ...ECHO, name: 'forged' }) : ''
  const about = { ...(type && { 'content-type': type }), 'content-length': body.length }
  const all = { host, ...session, ...headers, ...about }
  const sent = request({ host: hostname, port, path: `/api/v1${path}`, method, headers: all, agent: false })
  sent.end(body)
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  await text(answer)
  return { status: answer.statusCode, headers: answer.headers }
}

/** What a change would show in. */
async function state(): Promise<unknown> {
  const places = ['services', 'users', 'tokens', 'webhooks', 'settings', 'backups', 'files', 'audit']
  return await Promise.all(places.map(async (place) => (await manager.call('GET', `/${place}`)).body))
}

test('a page of another site changes nothing, whatever it sends and however it calls it', async () => {
  const before = await state()
  const wrong: string[] = []
  let tries = 0
  const attempt = async (expected: number, method: string, headers: Record<string, string>) => {
    const { status } = await send(method, '/services', headers)
    if (status !== expected) wrong.push(`${method} ${JSON.stringify(headers)} answered ${status}`)
    tries++
  }
  for (const page of foreignPages())
    for (const type of TYPES)
      for (const method of CHANGES) await attempt(403, method, { ...page, 'content-type': type })
  // Old browsers say nothing of the page: what they send without asking first is no JSON.
  for (const type of SIMPLE_TYPES) await attempt(415, 'POST', { 'content-type': type })
  process.stdout.write(`row 42: ${tries - wrong.length}/${tries} refused\n`)
  expect(wrong).toEqual([])
  expect(await state()).toEqual(before)
})

test('nobody is told that another site may ask', async () => {
  const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' }
  for (const page of foreignPages()) {
    const { status, headers } = await send('OPTIONS', '/services', { ...page, ...asked })
    expect(status).toBeGreaterThanOrEqual(400)
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  }
})

test('GET never changes anything, even if it says that it is something else', async () => {
  const disguise = {
    'x-http-method-override': 'DELETE',
    'x-http-method': 'DELETE',
    'x-method-override': 'DELETE',
  }
  const { body: listed } = await manager.call<{ items: { id: string }[] }>('GET', '/services')
  const before = await state()
  const paths = manager.routes
    .filter(({ method, url }) => method === 'GET' && url.startsWith('/api/v1') && !url.includes('stream'))
    .map(({ url }) =>
      url.slice('/api/v1'.length).replace('/services/:id', `/services/${listed.items[0]?.id}`),
    )
  expect(paths.length).toBeGreaterThan(20)
  for (const path of paths)
    await send('GET', `${path.replaceAll(/:\w+/g, 'none')}?_method=DELETE`, {
      ...disguise,
      'sec-fetch-site': 'cross-site',
    })
  expect(await state()).toEqual(before)
})

test('no token in an address is taken for one', async () => {
  for (const name of ['token', 'access_token', 'api_key', 'authorization', 'switchboard_session']) {
    const { status } = await manager.call('GET', `/services?${name}=${ADMIN_TOKEN}`, undefined, NOBODY)
    expect([name, status]).toEqual([name, 401])
  }
})
