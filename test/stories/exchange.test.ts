import { readFile } from 'node:fs/promises'
import type { Connection, Page as ListPage } from '@switchboard/contract'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Manager } from '../support/manager.ts'
import { brokenRulesEverywhere } from '../support/accessibility.ts'
import { createService, echoOn, portOf, tcp } from '../support/services.ts'
import { aDashboard, sharedManager } from '../support/story.ts'
import { TcpClient } from '../support/tcp-client.ts'

const theManager = sharedManager()

const HOSTILE = '<img src=x onerror=alert(1)>\u001b[2J\u202e\u0000'

test('what is said on a connection is seen as it goes to and fro, and saved', async () => {
  const manager = await theManager()
  const service = await createService(manager, { ...echoOn(tcp()), capture: { mode: 'full' } })
  const client = await TcpClient.connect(portOf(service))
  client.send(HOSTILE)
  await client.received(Buffer.byteLength(HOSTILE))
  const id = await openConnection(manager)

  const page = await aDashboard(manager, `/connections/${id}`)
  const exchange = page.getByRole('region', { name: 'Exchange' })
  await exchange.getByText('→ in').waitFor()
  await exchange.getByText('<img src=x onerror=alert(1)>').first().waitFor()
  expect(await page.locator('img[src="x"]').count()).toBe(0)
  client.send('and more')
  await exchange.getByText('and more').nth(1).waitFor()
  expect(await brokenRulesEverywhere(page, [390, 1280])).toEqual([])

  await exchange.getByRole('button', { name: 'Hex' }).click()
  await exchange.getByText('61 6e 64 20 6d 6f 72 65').first().waitFor()
  expect(await brokenRulesEverywhere(page, [390, 1280])).toEqual([])
  await exchange.getByRole('button', { name: 'Base64' }).click()
  await exchange.getByText(btoa('and more')).first().waitFor()

  const payload = await saved(page, 'In')
  expect(payload.name).toBe(`${id}-in.bin`)
  expect(String(payload.bytes)).toBe(`${HOSTILE}and more`)
  const pcapng = await saved(page, 'pcapng')
  expect(pcapng.name).toBe(`${id}.pcapng`)
  expect(pcapng.bytes.includes('and more')).toBe(true)
  client.end()
  await client.closed()
})

test('without capture the page says where it is switched on', async () => {
  const manager = await theManager()
  const service = await createService(manager, echoOn(tcp()))
  const client = await TcpClient.connect(portOf(service))
  client.send('hello')
  await client.received(5)
  const id = await openConnection(manager)
  const page = await aDashboard(manager, `/connections/${id}`)
  await page.getByRole('link', { name: 'settings of the service' }).click()
  await page.locator('summary', { hasText: 'Capture' }).waitFor()
  await page.getByLabel('Mode').selectOption({ label: 'full' })
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  client.send('more')
  await client.received(9)
  await page.goto(`${manager.url}/connections/${id}`)
  await page.getByText('5 B from the peer before this were not captured').waitFor()
  client.end()
})

/** The id of the only one there is, once it is on record. */
async function openConnection(manager: Manager): Promise<string> {
  let id: string | undefined
  const look = async () => {
    const { body } = await manager.rest.get<ListPage<Connection>>('/connections?state=open')
    return (id = body.items[0]?.id)
  }
  await expect.poll(look).toBeDefined()
  return id ?? ''
}

async function saved(page: Page, name: string): Promise<{ name: string; bytes: Buffer }> {
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name, exact: true }).click()
  const download = await downloading
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
}
