import type { Problem, User } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PASSWORD, TestBrowser } from '../../testing-identity.ts'
import { TestManager } from '../../testing.ts'

let manager: TestManager
let ada: User

const make = (username: string, role = 'viewer', password = PASSWORD) =>
  manager.call<User & Problem>('POST', '/users', { username, role, password })

beforeAll(async () => {
  manager = await TestManager.start()
  ada = (await make('ada', 'admin')).body
})
afterAll(() => manager.close())

test('are made, listed, read, changed and deleted', async () => {
  const { status, body, headers } = await make('Ben.Q@lab')
  expect(status).toBe(201)
  expect(headers.get('location')).toBe(`/api/v1/users/${body.id}`)
  expect(body).toEqual({
    ...{ id: expect.stringMatching(/^usr_/), username: 'Ben.Q@lab', role: 'viewer', secondFactor: false },
    ...{ sessions: 0, createdAt: expect.any(String), lastSeenAt: null },
  })
  const list = await manager.call<{ items: User[]; next: string | null }>('GET', '/users?limit=1')
  expect(list.body).toMatchObject({ items: [{ id: body.id }], next: body.id })
  const rest = await manager.call<{ items: User[] }>('GET', `/users?before=${body.id}`)
  expect(rest.body).toMatchObject({ items: [{ id: ada.id }], next: null })

  const browser = new TestBrowser(manager)
  await browser.signIn('ben.q@lab')
  expect((await manager.call<User>('PATCH', `/users/${body.id}`, { username: 'ben' })).body).toMatchObject({
    ...{ username: 'ben', sessions: 1, lastSeenAt: expect.any(String) },
  })
  expect(await browser.status()).toBe(200)
  expect((await manager.call('DELETE', `/users/${body.id}`)).status).toBe(204)
  expect((await manager.call('GET', `/users/${body.id}`)).body.code).toBe('not-found')
  expect(await browser.status()).toBe(401)
})

test('a change or deletion made for what somebody else has changed meanwhile is refused', async () => {
  const made = await make('carol')
  const ifMatch = { 'if-match': made.headers.get('etag') ?? '' }
  const path = `/users/${made.body.id}`
  expect((await manager.call('GET', path)).headers.get('etag')).toBe(ifMatch['if-match'])
  const first = await manager.call('PATCH', path, { role: 'operator' }, ifMatch)
  expect([first.status, first.headers.get('etag') === ifMatch['if-match']]).toEqual([200, false])
  expect((await manager.call('PATCH', path, { role: 'admin' }, ifMatch)).body.code).toBe(
    'precondition-failed',
  )
  expect((await manager.call('DELETE', path, undefined, ifMatch)).status).toBe(412)
  const now = { 'if-match': first.headers.get('etag') ?? '' }
  expect((await manager.call('DELETE', path, undefined, now)).status).toBe(204)
})

test('no name twice, no weak password, no odd name', async () => {
  expect((await make('ADA')).body.code).toBe('name-taken')
  for (const [username, password, path] of [
    ['mallory', 'hunter2', '/password'],
    ['mallory', 'qwertyuiop123', '/password'],
    ['mallory-of-the-lab', 'Mallory-of-the-Lab', '/password'],
    ['a b', PASSWORD, '/username'],
    ['', PASSWORD, '/username'],
    ['аda', PASSWORD, '/username'],
  ] as const) {
    const { status, body } = await make(username, 'viewer', password)
    expect([status, body.errors?.[0]?.path]).toEqual([400, path])
    expect(JSON.stringify(body)).not.toContain(password)
  }
})

test('the last admin stays', async () => {
  const about = { invalid: 'invalid-state' }
  expect((await manager.call('DELETE', `/users/${ada.id}`)).body.code).toBe(about.invalid)
  expect((await manager.call('PATCH', `/users/${ada.id}`, { role: 'viewer' })).body.code).toBe(about.invalid)
  const { body: eve } = await make('eve', 'admin')
  const both = await Promise.all([ada, eve].map(({ id }) => manager.call('DELETE', `/users/${id}`)))
  expect(both.map(({ status }) => status).sort()).toEqual([204, 409])
})
