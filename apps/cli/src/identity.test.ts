import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ApiToken, Service, User } from '@switchboard/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ADMIN_TOKEN } from '../../../test/support/rest.ts'
import { totp } from '../../../test/support/totp.ts'
import { startTestPlace, type TestPlace, type TestShell } from './testing.ts'

const PASSWORD = 'correct horse battery staple'

let place: TestPlace
let shell: TestShell
/** Somebody without a token in the environment. */
let guest: TestShell

beforeAll(async () => {
  place = await startTestPlace()
  shell = place.shell
  guest = shell.with({ SWITCHBOARD_TOKEN: undefined, SWITCHBOARD_URL: undefined })
})
afterAll(() => place.close())
beforeEach(async () => void (await guest.run('logout')))

const config = async () =>
  JSON.parse(await readFile(join(place.folder, 'config', 'switchboard', 'config.json'), 'utf8')) as Record<
    string,
    string
  >
const createUser = (name: string, role: string) =>
  shell.feed(PASSWORD, 'users', 'create', name, role, '--password-stdin')
const login = (input: string, ...args: string[]) => guest.feed(input, 'login', place.manager.url, ...args)

test('a token is kept for its owner only, sent to its manager only, and forgotten', async () => {
  expect((await login('wrong', '--with-token')).code).toBe(3)
  expect(await login(`${ADMIN_TOKEN}\n`, '--with-token')).toMatchObject({
    code: 0,
    out: expect.stringContaining(`admin, at ${place.manager.url}`),
  })
  const file = join(place.folder, 'config', 'switchboard', 'config.json')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await guest.json('whoami')).toMatchObject({ url: place.manager.url, role: 'admin' })
  const elsewhere = guest.with({ SWITCHBOARD_URL: place.manager.url.replace('127.0.0.1', 'localhost') })
  expect((await elsewhere.run('ls')).code).toBe(3)
  expect((await guest.run('logout')).code).toBe(0)
  await expect(stat(file)).rejects.toThrow('ENOENT')
})

test("an admin's password becomes a token with an end, and the token ends with the logout", async () => {
  expect(await createUser('ann', 'admin')).toMatchObject({ code: 0, out: 'ann: created as admin\n' })
  expect((await login('wrong', '--username', 'ann', '--password-stdin')).code).toBe(3)
  expect((await login(PASSWORD, '--username', 'ann', '--password-stdin')).code).toBe(0)
  const { token = '', session } = await config()
  expect({ token, session }).toEqual({ token: expect.stringMatching(/^sb_/), session: undefined })
  const [made] = await guest.json<ApiToken[]>('tokens', 'ls')
  expect(made).toMatchObject({
    name: expect.stringContaining('login of ann on'),
    role: 'admin',
    createdBy: 'ann',
  })
  expect(Date.parse(made?.expiresAt ?? '') - Date.now()).toBeLessThanOrEqual(90 * 86_400_000)
  expect(await shell.json<User[]>('users', 'ls')).toMatchObject([{ username: 'ann', sessions: 0 }])
  await login(PASSWORD, '--username', 'ann', '--password-stdin')
  expect(await guest.json('tokens', 'ls'), 'the token of the login before has ended').toHaveLength(1)
  expect((await guest.run('logout')).code).toBe(0)
  expect((await shell.with({ SWITCHBOARD_TOKEN: token }).run('whoami')).code).toBe(3)
  expect(await shell.json('tokens', 'ls')).toEqual([])
})

test('who is no admin keeps a session, which is enough to read; its end ends what follows', async () => {
  await createUser('bob', 'viewer')
  expect((await login(PASSWORD, '--username', 'bob', '--password-stdin')).code).toBe(0)
  expect(await config()).toEqual({ url: place.manager.url, session: expect.stringContaining('=') })
  expect(await guest.run('create', 'x', '-p', 'echo', '-l', 'tcp:0')).toMatchObject({
    code: 3,
    err: expect.stringContaining('the role admin'),
  })
  const following = guest.run('logs', '-f', '-n', '1')
  expect((await guest.run('ls')).code).toBe(0)
  expect(await shell.run('users', 'rm', 'bbo')).toMatchObject({
    code: 4,
    err: expect.stringContaining('mean bob'),
  })
  expect(await shell.run('users', 'rm', 'bob')).toMatchObject({ code: 0, out: 'bob: deleted\n' })
  expect((await following).code).toBe(3)
  expect((await guest.run('ls')).code).toBe(3)
})

test('a second factor is asked for, and comes on the second line', async () => {
  await createUser('eve', 'viewer')
  await login(PASSWORD, '--username', 'eve', '--password-stdin')
  const { session = '' } = await config()
  const call = async (method: string, body: object) => {
    const headers = { cookie: session, 'content-type': 'application/json' }
    const url = `${place.manager.url}/api/v1/session/second-factor`
    return (await (await fetch(url, { method, headers, body: JSON.stringify(body) })).json()) as Record<
      string,
      unknown
    >
  }
  const { secret } = await call('POST', { password: PASSWORD })
  const { recoveryCodes } = await call('PUT', { code: totp(String(secret)) })
  const [recovery] = recoveryCodes as string[]
  expect(await login(PASSWORD, '--username', 'eve', '--password-stdin')).toMatchObject({
    code: 3,
    err: expect.stringContaining('/code'),
  })
  expect((await login(`${PASSWORD}\n${recovery}\n`, '--username', 'eve', '--password-stdin')).code).toBe(0)
})

test('a token is made with a role, an end and its services, is shown once, and ends when it is deleted', async () => {
  const service = await shell.json<Service>('create', 'mine', '-p', 'echo', '-l', 'tcp:0')
  const { out, err } = await shell.run(
    'tokens',
    'create',
    'ci',
    'operator',
    '--service',
    'mine',
    '--days',
    '1',
  )
  const secret = out.trim()
  const [id = ''] = /tok_\w+/.exec(err) ?? []
  const listed = (await shell.json<ApiToken[]>('tokens', 'ls')).find((token) => token.id === id)
  expect(listed).toMatchObject({ name: 'ci', role: 'operator', services: [service.id] })
  expect(Date.parse(listed?.expiresAt ?? '') - Date.now()).toBeLessThanOrEqual(86_400_000)
  expect((await shell.run('tokens', 'ls')).out).not.toContain(secret)
  const holder = shell.with({ SWITCHBOARD_TOKEN: secret })
  expect((await holder.run('whoami')).out).toMatch(/^ci, operator, .*, only 1 service, until /)
  expect((await shell.run('tokens', 'rm', id)).code).toBe(0)
  expect((await holder.run('whoami')).code).toBe(3)
})

test('nobody is asked without a terminal', async () => {
  expect(await login('', '--username', 'ann')).toMatchObject({
    code: 2,
    err: expect.stringContaining('terminal'),
  })
  expect((await shell.run('users', 'create', 'x', 'viewer')).code).toBe(2)
})
