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
const FIRST = `one\n${HOSTILE}\nthr`
const ALL = `${FIRST}ee\n`

test('how a stream was cut is seen, found, saved, and how it ended told', async () => {
  const manager = await theManager()
  const service = await createService(manager, {
    ...{ ...echoOn(tcp()), capture: { mode: 'full' } },
    options: { framing: { kind: 'lines', maxBytes: 1024 } },
  })
  const client = await TcpClient.connect(portOf(service))
  client.send(FIRST)
  await client.received(Buffer.byteLength(FIRST) - 3)
  const id = await openConnection(manager)

  const page = await aDashboard(manager, `/connections/${id}`)
  const exchange = page.getByRole('region', { name: 'Exchange' })
  await exchange.getByText('2 whole messages and the beginning of message 3').waitFor()
  await exchange.getByText('<img src=x onerror=alert(1)>').first().waitFor()
  expect(await page.locator('img[src="x"]').count()).toBe(0)
  client.send('ee\n')
  await exchange.getByText('the end of message 3').waitFor()
  await exchange.getByText('1 read with several messages and 1 message over several reads').waitFor()

  await exchange.getByRole('searchbox').fill('three')
  await exchange.getByText('1 of 2').waitFor()
  await exchange.getByRole('button', { name: 'Next match' }).click()
  await exchange.getByText('2 of 2').waitFor()
  expect(page.url()).toContain('find=three&match=2')
  expect(await exchange.locator('.current').innerText()).toContain('three')
  await page.evaluate('scrollTo(0, 0)') // nothing is half under the header
  expect(await brokenRulesEverywhere(page, { widths: [390, 1280] })).toEqual([])

  await exchange.getByRole('button', { name: 'Messages' }).click()
  await exchange.getByText('over 2 reads').waitFor()
  await showAs(exchange, 'Hex + ASCII')
  await exchange.getByText('6f 6e 65 0a').first().waitFor()
  await page.evaluate('scrollTo(0, 0)')
  await exchange.getByRole('button', { name: 'Download' }).click()
  await page.getByText('pcapng').waitFor()
  expect(await brokenRulesEverywhere(page, { widths: [390, 1280] })).toEqual([])
  await page.keyboard.press('Escape')
  await showAs(exchange, 'Base64')
  await exchange.getByText(btoa('three\n')).first().waitFor()
  await showAs(exchange, 'C array')
  await exchange.getByText('0x6f, 0x6e, 0x65, 0x0a,').first().waitFor()
  await showAs(exchange, 'Python bytes')
  await exchange.getByText(String.raw`in_3 = b"three\n"`).waitFor()

  const payload = await saved(page, /^In what/)
  expect(payload.name).toBe(`${id}-in.bin`)
  expect(String(payload.bytes)).toBe(ALL)
  const both = await saved(page, /^In and out/)
  expect([both.name, String(both.bytes)]).toEqual([`${id}.bin`, `${FIRST}${FIRST.slice(0, -3)}ee\nthree\n`])
  const pcapng = await saved(page, /^pcapng/)
  expect(pcapng.name).toBe(`${id}.pcapng`)
  expect(pcapng.bytes.includes('ee\n')).toBe(true)

  await exchange.getByRole('button', { name: 'Show message 1 in the journal' }).first().click()
  await page
    .getByRole('complementary', { name: /^Entry / })
    .getByText(/one/)
    .waitFor()
  expect(page.url()).toMatch(/at=in(:|%3A)4&seq=\d+/)

  await page.getByRole('row', { name: /Message received.*three/ }).click()
  await page.getByRole('link', { name: 'Show in the exchange' }).click()
  await exchange.locator('[data-linked]').getByText('the end of message 3').waitFor()
  expect(page.url()).toContain(`at=in:${Buffer.byteLength(ALL)}`)

  client.end()
  await client.closed()
  await page.getByText('Peer ended its side', { exact: true }).waitFor()
  await page.getByText(/Half-closed for|within the same millisecond/).waitFor()
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
  await page.getByRole('button', { name: 'Review and save' }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
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

const showAs = (exchange: ReturnType<Page['getByRole']>, label: string) =>
  exchange.getByLabel('Show the bytes as').selectOption({ label })

async function saved(page: Page, name: RegExp): Promise<{ name: string; bytes: Buffer }> {
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download' }).click()
  await page.getByRole('link', { name }).click()
  const download = await downloading
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
}
