import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page as ListPage, Service } from '@switchboard/contract'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collectComplaints, launchBrowser } from '../support/browser.ts'
import { Keyboard } from '../support/keyboard.ts'
import { startManager, type Manager } from '../support/manager.ts'
import { portOf } from '../support/services.ts'
import { TcpClient } from '../support/tcp-client.ts'

// One person, one sitting, no mouse: each journey begins where the one before ended.

let manager: Manager
let browser: Browser
let page: Page
let keys: Keyboard
let complaints: string[]
const peers: TcpClient[] = []

const button = (name: string | RegExp) => page.getByRole('button', { name })
const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name })
const filter = () => page.getByRole('combobox', { name: 'Filter' })
const log = () => page.getByRole('grid', { name: 'Journal' })
const inspector = () => page.getByRole('complementary', { name: /^Entry/ })
const part = (name: string) => page.getByRole('navigation', { name: /^Parts of/ }).getByRole('link', { name })
const inAddress = (key: string) => new URL(page.url()).searchParams.get(key)

beforeAll(async () => {
  manager = await startManager({ dataDir: await mkdtemp(join(tmpdir(), 'switchboard-keyboard-')) })
  browser = await launchBrowser()
  page = await browser.newPage()
  keys = new Keyboard(page)
  complaints = collectComplaints(page)
  await page.goto(`${manager.url}/login`)
})

afterAll(async () => {
  for (const peer of peers) peer.end()
  await browser.close()
  expect(await manager.stop()).toBe(0)
  await rm(manager.dataDir, { recursive: true, force: true })
  // Browsers log the 401 of who is not signed in yet.
  expect(complaints.filter((text) => !text.includes('status of 401'))).toEqual([])
})

test('1. sign in with a token, and skip the navigation', async () => {
  await keys.sees(page.getByLabel('Token', { exact: true }))
  await keys.type(manager.token)
  await keys.press('Enter')
  await heading('Overview').waitFor()
  await keys.tabTo(page.getByRole('link', { name: 'Skip to the content' }))
  await keys.press('Enter', 'Tab')
  await keys.sees(button('Start an echo service'))
})

test('2. create an echo service from the overview', async () => {
  await keys.press('Enter')
  await page.getByText('echo-1 is running').waitFor()
  await keys.sees(button(/^Copy/))
})

test('3. stop it in the list, and start it with the command palette', async () => {
  await keys.press('g', 's')
  await keys.sees(heading('Services'))
  const row = page.getByRole('link', { name: 'echo-1', exact: true })
  await row.waitFor()
  await keys.press('j')
  await keys.sees(row)
  await keys.tabTo(button('Stop echo-1'))
  await keys.press('Enter')
  await keys.sees(button('Start echo-1'))
  await keys.command('start ec', 'Start echo-1')
  await keys.sees(button('Stop echo-1'))
})

test('4. find a service, and change and save one of its settings', async () => {
  await keys.command('echo-1', /^echo-1/)
  await keys.sees(heading('echo-1'))
  await keys.tabTo(part('Settings'))
  await keys.press('Enter')
  await keys.tabTo(page.getByLabel('Description'))
  await keys.type('Answers with the same bytes.')
  await keys.tabTo(button('Review and save'))
  await keys.press('Enter')
  await keys.tabTo(page.getByRole('button', { name: 'Save', exact: true }))
  await keys.press('Enter')
  await page.getByText('Saved.').waitFor()
  await keys.sees(button('Review and save'))
})

test('5. test the access of an address', async () => {
  await keys.tabTo(part('Access'), 'Shift+Tab')
  await keys.press('Enter')
  await keys.tabTo(page.getByLabel('Address of a peer'))
  await keys.type('10.1.2.3')
  await keys.press('Enter')
  await page.getByText('Allowed: 10.1.2.3').waitFor()
})

test('6. filter the live log, pause it and follow again', async () => {
  await keys.press('Escape')
  await keys.command('live', 'Live')
  await keys.sees(heading('Live'))
  await keys.press('/')
  await keys.sees(filter())
  await keys.type('svc:echo-1 ')
  await keys.press('Enter', 'Escape')
  await expect.poll(() => inAddress('q')).toBe('svc:echo-1 ')
  await log().getByText('Service started').first().waitFor()
  await keys.press('Space')
  await button('Follow').first().waitFor()
  await keys.press('f')
  await button('Pause').waitFor()
  await keys.sees(log())
})

test('7. inspect an entry, show only what is like it, and what happened around it', async () => {
  await keys.press('k', 'Enter')
  await inspector().waitFor()
  const seq = inAddress('seq')
  await keys.press('m')
  await keys.sees(page.getByRole('menuitem', { name: 'Only this: echo-1 (Service)' }))
  await keys.press('ArrowDown')
  await keys.sees(page.getByRole('menuitem', { name: /^Only this: .*\(Event\)$/ }))
  await keys.press('Enter')
  await expect.poll(() => inAddress('q')).toMatch(/^svc:echo-1 ev:service\.\w+$/)
  await keys.sees(log())
  await keys.press('m')
  const context = page.getByRole('menuitem', { name: 'Show what happened around it' })
  await context.waitFor()
  await keys.press('End')
  await keys.sees(context)
  await keys.press('Enter')
  await expect.poll(() => [inAddress('q'), inAddress('seq')]).toEqual([null, seq])
  await keys.sees(log())
  await keys.press('Escape')
  await inspector().waitFor({ state: 'detached' })
  await keys.sees(log())
})

test('8. open a connection and find bytes in its exchange', async () => {
  const service = await theService()
  await manager.rest.patch(`/services/${service.id}`, { capture: { mode: 'full' } })
  for (const words of ['hello', 'good evening']) {
    const peer = await TcpClient.connect(portOf(service))
    peers.push(peer)
    peer.send(words)
    await peer.received(words.length)
  }
  await keys.press('g', 'c')
  await keys.sees(heading('Connections'))
  await page.getByRole('row').nth(2).waitFor()
  await keys.press('j', 'j', 'Enter')
  await keys.sees(heading(`127.0.0.1:${peers[0]?.localPort}`))
  const exchange = page.getByRole('region', { name: 'Exchange' })
  await exchange.getByText('hello').first().waitFor()
  await keys.press('/')
  await keys.sees(exchange.getByRole('searchbox'))
  await keys.type('hello')
  await exchange.getByText('1 of 2').waitFor()
  await keys.press('Tab')
})

test('9. kill a connection; the keyboard goes on at the one that is left', async () => {
  await keys.press('g', 'c')
  await keys.sees(heading('Connections'))
  await page.getByRole('row').nth(2).waitFor()
  await keys.press('j', 'Shift+Delete')
  await keys.sees(button('Kill').and(page.locator('.solid')))
  await keys.press('Escape')
  await keys.sees(button(/^Kill the connection/).first())
  await keys.press('Shift+Delete', 'Enter')
  await peers[1]?.closed()
  await keys.sees(page.getByRole('link', { name: `127.0.0.1:${peers[0]?.localPort}` }))
})

test('10. talk to the service with the test client', async () => {
  await keys.press('g', 't')
  await keys.sees(heading('Test client'))
  await keys.tabTo(page.getByLabel('Text', { exact: true }))
  await keys.type('hello')
  await keys.press('Control+Enter')
  await page.getByRole('region', { name: 'Transcript' }).getByRole('article').first().waitFor()
})

test('11. make a token and revoke it', async () => {
  await keys.command('tokens', /^Tokens/)
  await keys.sees(heading('Tokens'))
  await keys.tabTo(button('New token'))
  await keys.press('Enter')
  await keys.sees(page.getByLabel('Name', { exact: true }))
  await keys.type('for a script')
  await keys.press('Enter')
  await page.getByText('Copy it now').waitFor()
  await keys.tabTo(button(/^Revoke/))
  await keys.press('Enter', 'Enter')
  await keys.sees(button('Create the first token'))
})

test('12. change the theme, and switch single keys off', async () => {
  const theme = () => page.evaluate(() => document.documentElement.dataset['theme'])
  await keys.command('theme: dark', 'Theme: dark')
  await expect.poll(theme).toBe('dark')
  await keys.press('?')
  const single = page.getByRole('checkbox', { name: 'Single-key shortcuts' })
  await keys.tabTo(single)
  await keys.press('Space')
  await keys.leaveDialog()
  await keys.sees(button('Create the first token'))
  await keys.press('g', 'o')
  await keys.command('keyboard', 'Keyboard shortcuts')
  await keys.tabTo(single)
  expect([await single.isChecked(), page.url()]).toEqual([false, `${manager.url}/tokens`])
  await keys.press('Space')
  await keys.leaveDialog()
  await keys.sees(button('Create the first token'))
  await keys.press('g', 'o')
  await keys.sees(heading('Overview'))
})

async function theService(): Promise<Service> {
  const { body } = await manager.rest.get<ListPage<Service>>('/services')
  if (!body.items[0]) throw new Error('There is no service.')
  return body.items[0]
}
