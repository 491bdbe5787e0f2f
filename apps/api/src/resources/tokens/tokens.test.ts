import type { ApiToken, NewApiToken, Problem, Session } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TestBrowser } from '../../testing-identity.ts'
import { LiveClient } from '../../testing-live.ts'
import { TestManager } from '../../testing.ts'

let manager: TestManager

beforeAll(async () => {
  manager = await TestManager.start()
})
afterAll(() => manager.close())

const make = (input: object = {}) =>
  manager.call<NewApiToken & Problem>('POST', '/tokens', { name: 'nightly report', role: 'viewer', ...input })

const by = (secret: string) => ({ authorization: `Bearer ${secret}` })

test('a token is shown once, works with its role, and is refused when it is deleted', async () => {
  const { status, body } = await make()
  expect(status).toBe(201)
  const { secret, ...token } = body
  expect(secret).toMatch(/^sb_[\w-]{43}$/)
  expect(token).toEqual({
    ...{ id: expect.stringMatching(/^tok_/), name: 'nightly report', role: 'viewer', services: null },
    ...{ createdAt: expect.any(String), createdBy: 'admin token', expiresAt: null, lastUsedAt: null },
  })
  const who = await manager.call<Session>('GET', '/session', undefined, by(secret))
  expect(who.body).toMatchObject({ method: 'token', role: 'viewer', name: 'nightly report', userId: null })
  expect((await manager.call('GET', '/users', undefined, by(secret))).status).toBe(403)
  const list = await manager.call<{ items: ApiToken[] }>('GET', '/tokens')
  expect(list.body.items).toEqual([{ ...token, lastUsedAt: expect.any(String) }])
  expect(JSON.stringify(await manager.app.store.identity.all())).not.toContain(secret)

  expect((await manager.call('DELETE', `/tokens/${token.id}`)).status).toBe(204)
  expect((await manager.call('GET', '/session', undefined, by(secret))).status).toBe(401)
  expect((await manager.call('DELETE', `/tokens/${token.id}`)).status).toBe(404)
})

test('the past is no end, and a service must be one', async () => {
  const past = await make({ expiresAt: '2020-01-01T00:00:00.000Z' })
  expect([past.status, past.body.errors?.[0]?.path]).toEqual([400, '/expiresAt'])
  const unknown = await make({ services: ['svc_none'] })
  expect([unknown.status, unknown.body.errors?.[0]?.path]).toEqual([400, '/services/0'])
})

test('row 43: deletion and expiry end what was begun with a token, within a second', async () => {
  const ends = Date.now() + 2500
  const [deleted, expiring] = [await make(), await make({ expiresAt: new Date(ends).toISOString() })]
  const browser = new TestBrowser(manager)
  const signedIn = await browser.call<Session>('POST', '/session', { token: deleted.body.secret })
  expect(signedIn.body).toMatchObject({ method: 'session', role: 'viewer', name: 'nightly report' })
  const open = (headers: Record<string, string>) => LiveClient.open(manager, { headers })
  const gone = (await Promise.all([open(browser.headers), open(by(deleted.body.secret))])).map((it) =>
    it.closed(),
  )
  const late = (await open(by(expiring.body.secret))).closed()

  const began = performance.now()
  expect((await manager.call('DELETE', `/tokens/${deleted.body.id}`)).status).toBe(204)
  expect(await browser.status()).toBe(401)
  expect(await Promise.all(gone)).toEqual([4401, 4401])
  expect(performance.now() - began).toBeLessThan(1000)

  expect(await late).toBe(4401)
  expect(Date.now() - ends).toBeLessThan(1000)
  expect((await manager.call('GET', '/session', undefined, by(expiring.body.secret))).status).toBe(401)
})
