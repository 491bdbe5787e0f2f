import type { Connection } from '@switchboard/contract'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { closedConnection } from '../support/history.ts'
import type { Manager } from '../support/manager.ts'
import { overflowOf, untranslatable } from '../support/pseudo-texts.ts'
import { createService, echoOn, portOf, tcp } from '../support/services.ts'
import { aDashboard, aManager } from '../support/story.ts'
import { TcpClient } from '../support/tcp-client.ts'

/** Names and values of the story, and what is called so in every language. */
const DATA =
  /^(API|TCP|UDP|tcp|udp|unix|nc|socat|Python|PowerShell|Node.js|LF|CRLF|UTC|pcapng|RFC .*|admin token|echo|title: con_\w+|echo-lab|lab.*|echo \(1\)|= .* [KMG]iB|name, .*|hello.*|aria-label: Switchboard)$|echo-lab|127\.0\.0\.1/

const SCREENS = [
  ...['/', '/services', '/services/new', '/live', '/connections?tab=recent', '/files', '/client', '/users'],
  ...['/tokens', '/audit', '/bans', '/settings', '/settings?tab=appearance', '/account', '/nowhere'],
]

const pseudo = (path: string) => `${path}${path.includes('?') ? '&' : '?'}lang=pseudo`

/** Which texts of a screen cannot be translated, and how far it is wider than the window. */
async function examine(page: Page, path: string) {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await expect.poll(() => page.locator('.skeleton').count()).toBe(0)
  const texts = await untranslatable(page, DATA)
  const overflow = await overflowOf(page)
  return texts.length > 0 || overflow > 0 ? [{ path, texts, overflow }] : []
}

/** The screens of a manager, of one of its services, and of a connection. */
const paths = ({ id, serviceId }: Connection) => [
  ...SCREENS,
  ...['retention', 'backups', 'webhooks', 'bans', 'environment'].map((tab) => `/settings?tab=${tab}`),
  ...['overview', 'live', 'connections', 'settings', 'access', 'stats'].map(
    (tab) => `/services/${serviceId}?tab=${tab}`,
  ),
  ...['chunks', 'messages'].map((by) => `/connections/${id}?by=${by}`),
]

/** One that was captured. */
async function aConnection(manager: Manager): Promise<Connection> {
  const capture = { mode: 'full' as const }
  const service = await createService(manager, { ...echoOn(tcp()), tags: ['lab'], capture })
  const client = await TcpClient.connect(portOf(service))
  client.send('hello\n')
  await client.received(6)
  client.end()
  await client.closed()
  return closedConnection(manager, ({ serviceId }) => serviceId === service.id)
}

test('every text can be translated, a longer language has room from 320 pixels on, and who chooses one reads it', async () => {
  const manager = await aManager()
  const connection = await aConnection(manager)
  const page = await aDashboard(manager, pseudo('/'))
  const wrong = []
  for (const path of paths(connection)) {
    await page.goto(manager.url + pseudo(path))
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 })
      wrong.push(...(await examine(page, `${path} at ${width} pixels`)))
    }
  }
  expect(wrong).toEqual([])

  await page.goto(manager.url)
  await page.getByRole('button', { name: 'Account: admin token' }).click()
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch')
  await page.getByRole('heading', { name: 'Übersicht' }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('de')
  await page.goto(`${manager.url}/live?lang=zh-Hans`)
  await page.getByRole('row').last().waitFor()
  await page.keyboard.press('Space')
  await page.getByRole('banner').getByText('已暂停').waitFor()
  await page.getByText(/最高的有 \d+ 个条目/).waitFor({ state: 'attached' })
  await page.goto(manager.url)
  await page.getByRole('heading', { name: 'Übersicht' }).waitFor()
})
