import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecoveryCodes, SecondFactorOffer, User } from '@switchboard/contract'
import { URI } from 'otpauth'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PASSWORD, TestBrowser } from '../../testing-identity.ts'
import { TestManager } from '../../testing.ts'

let manager: TestManager
let browser: TestBrowser

beforeEach(async () => {
  manager = await TestManager.start()
  await manager.call('POST', '/users', { username: 'ada', role: 'admin', password: PASSWORD })
  browser = new TestBrowser(manager)
  await browser.signIn('ada')
})
afterEach(() => manager.close())

const URL = '/session/second-factor'

/** Sets one up. `code(steps)`: the code of the app so many steps from now. */
async function setUp() {
  const { body: offer } = await browser.call<SecondFactorOffer>('POST', URL, { password: PASSWORD })
  const app = URI.parse(offer.uri)
  const code = (steps: number) =>
    'period' in app ? app.generate({ timestamp: Date.now() + steps * app.period * 1000 }) : ''
  const confirmed = await browser.call<RecoveryCodes>('PUT', URL, { code: code(-1) })
  expect(confirmed.status).toBe(200)
  return { offer, code, recoveryCodes: confirmed.body.recoveryCodes }
}

const signIn = (code?: string) => new TestBrowser(manager).signIn('ada', PASSWORD, code)

test('is offered, confirmed by a code, asked for at sign-in, and no code works twice', async () => {
  expect((await browser.call('POST', URL, { password: 'wrong' })).body.errors?.[0]?.path).toBe('/password')
  expect((await browser.call('PUT', URL, { code: '000000' })).body.code).toBe('invalid-state')
  const { offer, code, recoveryCodes } = await setUp()
  expect(offer.uri).toMatch(new RegExp(`^otpauth://totp/Switchboard:ada\\?.*secret=${offer.secret}`))
  expect(new Set(recoveryCodes).size).toBe(10)

  const missing = await signIn()
  expect([missing.status, missing.body.code, missing.body.errors?.[0]?.path]).toEqual([
    401,
    'unauthenticated',
    '/code',
  ])
  const wrong = await signIn('12345')
  expect([wrong.status, wrong.body.errors]).toEqual([401, undefined])
  expect((await signIn(code(-1))).status).toBe(401)
  const now = code(0)
  const answers = await Promise.all([signIn(now), signIn(`${now.slice(0, 3)} ${now.slice(3)}`), signIn(now)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401])

  const [recovery = ''] = recoveryCodes
  const twice = await Promise.all([signIn(recovery.toLowerCase()), signIn(recovery)])
  expect(twice.map(({ status }) => status).sort()).toEqual([200, 401])
  expect(JSON.stringify(await manager.app.store.identity.all())).not.toContain(offer.secret)
})

test('without the key of the secrets recovery codes work; an admin takes it away', async () => {
  const { code, recoveryCodes } = await setUp()
  await rename(join(manager.dataDir, 'secret.key'), join(manager.dataDir, 'elsewhere'))
  manager = await manager.restart()
  const refused = await signIn(code(1))
  expect([refused.status, refused.body.code]).toEqual([503, 'secrets-unavailable'])
  expect((await signIn(recoveryCodes[3])).status).toBe(200)
  const { body } = await manager.call<{ items: User[] }>('GET', '/users')
  const { body: user } = await manager.call<User>('PATCH', `/users/${body.items[0]?.id}`, {
    secondFactor: false,
  })
  expect(user).toMatchObject({ secondFactor: false, sessions: 0 })
  expect((await signIn()).status).toBe(200)
})

test('is taken away with the password', async () => {
  await setUp()
  const other = new TestBrowser(manager)
  await other.signIn('ada')
  expect((await browser.call('DELETE', URL, { password: 'wrong' })).status).toBe(400)
  expect((await browser.call('DELETE', URL, { password: PASSWORD })).status).toBe(204)
  expect((await browser.call('DELETE', URL, { password: PASSWORD })).body.code).toBe('invalid-state')
  expect((await signIn()).status).toBe(200)
})
