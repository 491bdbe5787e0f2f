import type { OwnSessions, Problem, Session, User } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PASSWORD, TestBrowser } from '../../testing-identity.ts'
import { LiveClient } from '../../testing-live.ts'
import { TestManager } from '../../testing.ts'

let manager: TestManager

beforeAll(async () => {
  manager = await TestManager.start()
  for (const [username, role] of [
    ['ada', 'admin'],
    ['ben', 'operator'],
    ['cem', 'viewer'],
  ] as const)
    expect((await manager.call('POST', '/users', { username, role, password: PASSWORD })).status).toBe(201)
})
afterAll(() => manager.close())

const aBrowser = () => new TestBrowser(manager)

async function signedIn(username: string): Promise<TestBrowser> {
  const browser = aBrowser()
  expect((await browser.signIn(username)).status).toBe(200)
  return browser
}

async function idOf(username: string): Promise<string> {
  const { body } = await manager.call<{ items: User[] }>('GET', '/users')
  return body.items.find((user) => user.username === username)?.id ?? ''
}

test('name and password sign in, in upper and lower case and however accents are typed', async () => {
  const browser = aBrowser()
  const { status, body, headers } = await browser.signIn('ADA')
  expect(status).toBe(200)
  const id = await idOf('ada')
  expect(body).toMatchObject({
    ...{ authenticated: true, method: 'session', role: 'admin', name: 'ada', services: null },
    ...{ userId: id, username: 'ada', secondFactor: false },
  })
  expect(Date.parse(body.expiresAt ?? '')).toBeGreaterThan(Date.now() + 6 * 24 * 3600 * 1000)
  expect(headers.getSetCookie()).toEqual([
    expect.stringMatching(
      /^switchboard_session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/,
    ),
    expect.stringMatching(
      /^switchboard_device=v1\.[\w.-]+; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Strict$/,
    ),
  ])
  expect((await browser.call<Session>('GET', '/session')).body).toEqual(body)

  const composed = 'caf\u00e9 random words'
  await manager.call('PATCH', `/users/${await idOf('cem')}`, { password: composed })
  expect((await aBrowser().signIn('cem', composed.normalize('NFD'))).status).toBe(200)
  await manager.call('PATCH', `/users/${await idOf('cem')}`, { password: PASSWORD })
})

test('a wrong name and a wrong password are told in the same words', async () => {
  const tell = ({ code, detail, errors }: Problem) => ({ code, detail, errors })
  const wrongName = await aBrowser().signIn('nobody')
  const wrongPassword = await aBrowser().signIn('ada', 'not the password')
  expect(tell(wrongName.body)).toEqual(tell(wrongPassword.body))
  expect([wrongName.status, wrongName.body.code, wrongName.body.errors]).toEqual([
    401,
    'unauthenticated',
    undefined,
  ])
  expect(wrongName.headers.getSetCookie()).toEqual([])
})

test('each role may do its part', async () => {
  const [operator, viewer] = [await signedIn('ben'), await signedIn('cem')]
  for (const [browser, path, status] of [
    [viewer, '/services', 403],
    [operator, '/services', 403],
    [viewer, '/services/svc_1/start', 403],
    [operator, '/services/svc_1/start', 404],
  ] as const)
    expect([path, (await browser.call('POST', path)).status]).toEqual([path, status])
  expect((await viewer.call('GET', '/users')).body.code).toBe('forbidden')
  expect((await viewer.call('GET', '/services')).status).toBe(200)
})

test('the cookie of a session is never one that the browser brings along', async () => {
  const browser = aBrowser()
  browser.cookies.set('switchboard_session', 'A'.repeat(43))
  await browser.signIn('ben')
  const first = browser.cookies.get('switchboard_session')
  expect(first).not.toBe('A'.repeat(43))
  await browser.signIn('ben')
  expect(browser.cookies.get('switchboard_session')).not.toBe(first)
  browser.cookies.set('switchboard_session', first ?? '')
  expect(await browser.status()).toBe(401)
})

/** What takes a right away, and who does it. */
const REVOCATIONS: [string, (browser: TestBrowser) => Promise<{ status: number }>][] = [
  ['signing out', (browser) => browser.call('DELETE', '/session')],
  [
    'a new password, by an admin',
    async () => manager.call('PATCH', `/users/${await idOf('ben')}`, { password: `${PASSWORD}!` }),
  ],
  ['a new role', async () => manager.call('PATCH', `/users/${await idOf('ben')}`, { role: 'viewer' })],
  ['deletion of the user', async () => manager.call('DELETE', `/users/${await idOf('ben')}`)],
  [
    'a session ended in another browser',
    async () => {
      const other = await signedIn('ben')
      const { body } = await other.call<OwnSessions>('GET', '/session/all')
      const ended = body.items.find(({ current }) => !current)
      return other.call('DELETE', `/session/all/${ended?.id}`)
    },
  ],
]

test.each(REVOCATIONS)('row 43: %s ends HTTP and live sockets within a second', async (_what, revoke) => {
  await renewBen()
  const browser = await signedIn('ben')
  const feeds = await Promise.all([1, 2, 3].map(() => LiveClient.open(manager, { headers: browser.headers })))
  const closed = Promise.all(feeds.map((feed) => feed.closed()))
  const kept = new TestBrowser(manager)
  for (const [name, value] of browser.cookies) kept.cookies.set(name, value)
  const began = performance.now()
  expect((await revoke(browser)).status).toBeLessThan(300)
  expect(await kept.status()).toBe(401)
  expect(await closed).toEqual([4401, 4401, 4401])
  expect(performance.now() - began).toBeLessThan(1000)
})

async function renewBen(): Promise<void> {
  const id = await idOf('ben')
  if (id) await manager.call('DELETE', `/users/${id}`)
  const input = { username: 'ben', role: 'operator', password: PASSWORD }
  expect((await manager.call('POST', '/users', input)).status).toBe(201)
}

test('the own password is changed with the old one, and signs out everywhere else', async () => {
  await renewBen()
  const [here, there] = [await signedIn('ben'), await signedIn('ben')]
  const change = (current: string, password: string) =>
    here.call('PUT', '/session/password', { current, password })
  const wrong = await change('not the password', 'five quite random words')
  expect([wrong.status, wrong.body.errors?.[0]?.path]).toEqual([400, '/current'])
  for (const [password, message] of [
    ['short', 'too short'],
    ['Password123', 'commonest'],
    ['aaaaaaaaaaaa', 'commonest'],
  ] as const) {
    const { body } = await change(PASSWORD, password)
    expect(body.errors).toEqual([{ path: '/password', message: expect.stringContaining(message) }])
  }
  expect((await change(PASSWORD, 'five quite random words')).status).toBe(204)
  expect([await here.status(), await there.status()]).toEqual([200, 401])
  expect((await aBrowser().signIn('ben')).status).toBe(401)
  expect((await aBrowser().signIn('ben', 'five quite random words')).status).toBe(200)
})

test('a token is no user', async () => {
  const { status, body } = await manager.call('PUT', '/session/password', {
    current: 'x',
    password: PASSWORD,
  })
  expect([status, body.code]).toEqual([409, 'invalid-state'])
  expect((await manager.call('GET', '/session/all')).body.code).toBe('invalid-state')
})

test('sessions survive a restart, those of another admin token do not; the database knows no cookie', async () => {
  const [user, byToken] = [await signedIn('ada'), aBrowser()]
  await byToken.call('POST', '/session', { token: manager.token })
  const secrets = [user, byToken].map(({ cookies }) => cookies.get('switchboard_session') ?? '')
  const stays = await restarted({})
  expect([await on(stays, user).status(), await on(stays, byToken).status()]).toEqual([200, 200])
  const { sessions } = await stays.app.store.identity.all()
  const written = JSON.stringify(sessions)
  for (const secret of secrets) expect(written).not.toContain(secret)
  const other = await restarted({ SWITCHBOARD_ADMIN_TOKEN: 'another-token-of-32-characters-or-more' })
  expect([await on(other, user).status(), await on(other, byToken).status()]).toEqual([200, 401])
})

async function restarted(variables: Record<string, string>): Promise<TestManager> {
  return (manager = await manager.restart({ variables }))
}

/** The same cookies, sent to another manager. */
function on(other: TestManager, { cookies }: TestBrowser): TestBrowser {
  const browser = new TestBrowser(other)
  for (const [name, value] of cookies) browser.cookies.set(name, value)
  return browser
}
