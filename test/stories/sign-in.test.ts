import type { Page as Listed, User } from '@switchboard/contract'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Manager } from '../support/manager.ts'
import { createService, echoOn, tcp } from '../support/services.ts'
import { aDashboard, aManager } from '../support/story.ts'
import { totp } from '../support/totp.ts'

const ADA = { username: 'ada', password: 'kettle drum rain' }
const VERA = { username: 'vera', password: 'looks at many things' }
// Who is not signed in is answered 401, and 404 by a setup that is done; browsers log both.
const signedOut = [/status of 40[14]/]

/** A page in which nobody is signed in. */
async function aStranger(manager: Manager, path: string): Promise<Page> {
  const page = await aDashboard(manager, '/', signedOut)
  await page.context().clearCookies()
  await page.goto('about:blank')
  await page.goto(manager.url + path)
  return page
}

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const password = (page: Page, label: string) => page.getByLabel(label, { exact: true })
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click()

async function enter(page: Page, { username, password: secret }: typeof ADA) {
  await field(page, 'Username').fill(username)
  await password(page, 'Password').fill(secret)
  await press(page, 'Sign in')
}

async function signOut(page: Page) {
  await press(page, /^Account/)
  await press(page, 'Sign out')
  await page.waitForURL('**/login')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}

/** Makes the first user with the code that the log's address carries. */
async function setUp(manager: Manager): Promise<Page> {
  const [code] = await manager.output.waitFor(/[0-9A-Z]{4}(-[0-9A-Z]{4}){5}/)
  const page = await aStranger(manager, '/services')
  await page.waitForURL('**/setup')
  await page.goto('about:blank')
  await page.goto(`${manager.url}/setup#code=${code}`)
  await field(page, 'Username').fill(ADA.username)
  expect([await field(page, 'Setup code').inputValue(), page.url()]).toEqual([code, `${manager.url}/setup`])
  await password(page, 'Password').fill(ADA.password)
  await press(page, 'Create the account')
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  return page
}

/** Answers the secret and the recovery codes. */
async function addSecondFactor(page: Page) {
  await press(page, /^Account/)
  await page.getByRole('link', { name: 'Account' }).click()
  await press(page, 'Set up…')
  await password(page, 'Your password').fill(ADA.password)
  await press(page, 'Continue')
  await page.getByRole('img', { name: /^QR code/ }).waitFor()
  const secret = (await page.locator('pre').textContent()) ?? ''
  await field(page, 'Code').fill(totp(secret))
  await press(page, 'Turn it on')
  await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor()
  const codes = await page
    .getByRole('list')
    .filter({ hasText: /^\s*[0-9A-Z]{4}-/ })
    .locator('li')
    .allTextContents()
  expect(codes).toHaveLength(10)
  await press(page, 'I have kept them')
  return { secret, codes }
}

test('the first admin comes in by the code from the log, and later by password, second factor and recovery code', async () => {
  const manager = await aManager()
  const page = await setUp(manager)
  const { secret, codes } = await addSecondFactor(page)

  await signOut(page)
  await page.goto(`${manager.url}/connections?tab=recent`)
  await page.waitForURL('**/login?next=*')
  await enter(page, ADA)
  await field(page, 'One-time code').fill(totp(secret, 1))
  await press(page, 'Sign in')
  await page.waitForURL('**/connections?tab=recent')

  // The session ends under a form that is half filled in.
  await page.goto(`${manager.url}/services/new`)
  await field(page, 'Name').fill('half-written')
  const { body } = await manager.rest.get<Listed<User>>('/users')
  const renewed = { ...ADA, password: 'rain kettle drum' }
  await manager.rest.patch(`/users/${body.items[0]?.id}`, { password: renewed.password })
  await page.getByText('Your session has ended').waitFor()
  expect(new URL(page.url()).pathname).toBe('/login')
  await enter(page, renewed)
  await press(page, 'Use a recovery code')
  await field(page, 'Recovery code').fill(codes[0] ?? '')
  await press(page, 'Sign in')
  expect(await field(page, 'Name').inputValue()).toBe('half-written')
  expect(page.url()).toBe(`${manager.url}/services/new`)

  await page.goto(`${manager.url}/setup`)
  await page.getByText('Nothing stands at /setup').waitFor()
})

test('an admin lets others in by role and programs by token, and puts them out again', async () => {
  const manager = await aManager()
  await createService(manager, echoOn(tcp()))
  const admin = await aDashboard(manager, '/users')
  await press(admin, 'New user')
  await field(admin, 'Username').fill(VERA.username)
  await password(admin, 'First password').fill(VERA.password)
  await press(admin, 'Create')
  await admin.getByRole('row', { name: /vera viewer Off/ }).waitFor()

  const viewer = await aStranger(manager, '/services')
  await enter(viewer, VERA)
  const stop = viewer.getByRole('button', { name: 'Stop echo-lab (Takes the role operator)' })
  expect(await stop.getAttribute('aria-disabled')).toBe('true')
  const create = viewer.getByRole('button', { name: 'New service' })
  expect(await create.getAttribute('title')).toBe('Takes the role admin')
  expect(await viewer.getByRole('link', { name: 'Users' }).count()).toBe(0)
  await viewer.goto(`${manager.url}/users`)
  await viewer.getByText('Takes the role admin').waitFor()

  const secret = await makeToken(admin, manager)
  const call = () =>
    fetch(`${manager.url}/api/v1/services`, { headers: { authorization: `Bearer ${secret}` } })
  expect((await call()).status).toBe(200)
  await press(admin, 'Revoke nightly report')
  await press(admin, 'Revoke')
  await admin.getByText('No tokens').waitFor()
  expect((await call()).status).toBe(401)

  await admin.getByRole('link', { name: 'Users' }).click()
  await press(admin, 'Change vera')
  await press(admin, 'Delete vera')
  await press(admin, 'Delete')
  await viewer.getByText('Your session has ended').waitFor()
})

async function makeToken(admin: Page, manager: Manager): Promise<string> {
  await admin.getByRole('link', { name: 'Tokens' }).click()
  await press(admin, 'New token')
  await field(admin, 'Name').fill('nightly report')
  await admin.getByLabel('Only some').check()
  await press(admin, 'Create')
  await admin.getByText('Choose at least one').waitFor()
  await admin.getByLabel('echo-lab').check()
  await press(admin, 'Create')
  await admin.getByText('Copy it now').waitFor()
  const [secret, curl] = await admin.locator('pre').allTextContents()
  expect(curl).toBe(`curl -H "Authorization: Bearer ${secret}" ${manager.url}/api/v1/services`)
  return secret ?? ''
}
