import { expect, test } from 'vitest'
import { createService, echoOn, portOf, tcp } from '../support/services.ts'
import { aDashboard, aManager } from '../support/story.ts'
import { TcpClient } from '../support/tcp-client.ts'

test('a filter is completed, its mistake shown at its place, and it narrows what is on record and what comes', async () => {
  const manager = await aManager()
  const lab = await createService(manager, { ...echoOn(tcp()), name: 'lab' })
  await createService(manager, { ...echoOn(tcp()), name: 'other' })
  const page = await aDashboard(manager, '/live')
  const log = page.getByRole('grid')
  await log.getByText('other').first().waitFor()
  const filter = page.getByRole('combobox', { name: 'Filter' })

  await filter.pressSequentially('svc:la')
  await page.getByRole('listbox').getByRole('option', { name: 'lab' }).waitFor()
  await filter.press('ArrowDown')
  await filter.press('Enter')
  await log.getByText('other').first().waitFor({ state: 'detached' })
  expect(await filter.inputValue()).toBe('svc:lab')

  const client = await TcpClient.connect(portOf(lab))
  await log.getByText('Connection opened').first().waitFor()
  await page.reload()
  await log.getByText('Connection opened').first().waitFor()
  expect(await log.getByText('other').count()).toBe(0)

  const terms = page.getByRole('list', { name: 'Terms of the filter' })
  await terms.getByRole('button', { name: 'svc:lab', exact: true }).click()
  await log.getByText('other').first().waitFor()
  expect(await filter.inputValue()).toBe('-svc:lab')
  await terms.getByRole('button', { name: 'Remove -svc:lab' }).click()
  await log.getByText('Connection opened').first().waitFor()
  expect(await filter.inputValue()).toBe('')

  await filter.fill('svc:lab')
  await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('svc:lab')
  await filter.fill('svc:lab dur>5')
  await page.getByText('At character 13').waitFor()
  expect(await page.locator('mark').textContent()).toBe('5')
  expect(new URL(page.url()).searchParams.get('q')).toBe('svc:lab')
  await log.getByText('Connection opened').first().waitFor()

  await page.goto(`${manager.url}/connections?q=svc%3Aother`)
  await page.getByText('No open connection passes this filter').waitFor()
  await filter.fill('bytes<10')
  await page.getByText(`127.0.0.1:${client.localPort}`).waitFor()
  client.send('a few bytes more')
  await page.getByText('No open connection passes this filter').waitFor()
  client.end()
})

test('a dashboard that could not fetch the filter language fetches it when the manager is back', async () => {
  const manager = await aManager()
  await createService(manager, { ...echoOn(tcp()), name: 'lab' })
  const page = await aDashboard(manager, '/', [/WebSocket|ERR_INTERNET_DISCONNECTED|Failed to load/])
  await page.getByRole('link', { name: 'lab' }).waitFor()
  const language = /\/assets\/src-/
  await page.route(language, (route) => route.abort())
  const refused = page.waitForEvent('requestfailed', (request) => language.test(request.url()))
  await page.getByRole('link', { name: 'Live' }).first().click()
  await refused
  const filter = page.getByRole('combobox', { name: 'Filter' })
  await filter.pressSequentially('svc:la')
  await page.unroute(language)
  await page.getByRole('listbox').getByRole('option', { name: 'lab' }).waitFor()
})
