import type { Problem, Session } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PASSWORD, TestBrowser } from '../../testing-identity.ts'
import { TestManager } from '../../testing.ts'

let manager: TestManager

beforeAll(async () => {
  manager = await TestManager.start({ variables: { SWITCHBOARD_ADMIN_TOKEN: undefined } })
})
afterAll(() => manager.close())

const setUp = (browser: TestBrowser, code: string, username = 'ada', password = PASSWORD) =>
  browser.call<Session & Problem>('POST', '/setup', { code, username, password })

test('the code of the log makes the first admin, once', async () => {
  const { text: code } = manager.app.identity.setupCode
  const browser = new TestBrowser(manager)
  expect((await browser.call('GET', '/setup')).body).toEqual({ needed: true })
  const wrong = await setUp(browser, 'AAAA-BBBB-CCCC-DDDD-EEEE-FFFF')
  expect([wrong.status, wrong.body.errors?.[0]?.path]).toEqual([401, '/code'])
  expect((await setUp(browser, code, 'ada', 'short')).body.errors?.[0]?.path).toBe('/password')

  const rivals = ['ada', 'eve'].map((name) => ({ name, browser: new TestBrowser(manager) }))
  const answers = await Promise.all(rivals.map((rival) => setUp(rival.browser, code, rival.name)))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 404])
  const winner = answers.find(({ status }) => status === 201)
  expect(winner?.body).toMatchObject({ role: 'admin', method: 'session' })
  expect((await browser.call('GET', '/setup')).status).toBe(404)
  const first = rivals.find(({ name }) => name === winner?.body.username)
  expect((await first?.browser.call('GET', '/users'))?.status).toBe(200)
})
