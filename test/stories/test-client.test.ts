import { readFile } from 'node:fs/promises'
import type { Connection, Page as ListPage } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { brokenRulesEverywhere } from '../support/accessibility.ts'
import { createService, echoOn, portOf, tcp, udp } from '../support/services.ts'
import { aDashboard, aManager } from '../support/story.ts'
import { TcpClient } from '../support/tcp-client.ts'

test('the test client says hello, checks the answer, and says again what a peer had said', async () => {
  const manager = await aManager()
  const service = await createService(manager, { ...echoOn(tcp(), udp()), capture: { mode: 'full' } })
  const peer = await TcpClient.connect(portOf(service))
  peer.send('first')
  await peer.received(5)
  peer.send('second')
  await peer.received(11)
  const open = () => manager.rest.get<ListPage<Connection>>('/connections?state=open')
  await expect.poll(async () => (await open()).body.items[0]?.chunksIn).toBe(2)
  const connection = (await open()).body.items[0]?.id ?? ''

  const page = await aDashboard(manager, '/')
  await page.getByRole('link', { name: 'Test client' }).click()
  const text = page.getByLabel('Text', { exact: true })
  const hex = page.getByLabel('Hexadecimal', { exact: true })
  const transcript = page.getByRole('region', { name: 'Transcript' })

  await text.fill('hello')
  expect(await hex.inputValue()).toBe('68 65 6c 6c 6f')
  await page.getByLabel('End our side after the last message').check()
  await page.getByLabel('Expected answer').selectOption('Exactly this text')
  await page.getByLabel('Expected', { exact: true }).fill('hello')
  await text.press('Control+Enter')
  await transcript.getByText('Passed').waitFor()
  await transcript.getByText('The service ended the connection.').waitFor()

  await hex.fill('68 65 7g')
  await page.getByText('At character 7').waitFor()
  await hex.press('Control+Enter')
  expect(await transcript.getByRole('article').count()).toBe(1)
  expect(await brokenRulesEverywhere(page, { widths: [390, 1280] })).toEqual([])
  await hex.fill('68 65 79 ff')
  expect(await text.inputValue()).toBe(String.raw`hey\xff`)
  await page.getByRole('button', { name: 'Send' }).click()
  await transcript.getByText('Failed').waitFor()
  await transcript.getByText('Byte 2 is 79 and should be 6c').waitFor()
  await transcript.getByRole('button', { name: 'Hex' }).click()
  await transcript.getByText('68 65 79 ff').first().waitFor()

  await page.getByLabel('Name').fill('hey <b>')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Copy as nc').click()
  await page.getByText(String.raw`printf 'hey\377' | nc -N`).waitFor()
  expect(await brokenRulesEverywhere(page, { widths: [390, 1280] })).toEqual([])
  await page.reload()
  await page.getByRole('button', { name: 'Load hey <b>' }).click()
  expect(await hex.inputValue()).toBe('68 65 79 ff')
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  expect(await readFile(await (await downloading).path(), 'utf8')).toContain('"name": "hey <b>"')

  await page.getByLabel('Address').selectOption({ index: 1 })
  expect(new URL(page.url()).searchParams.get('endpoint')).toBe('1')
  await page.getByLabel('Expected answer').selectOption('Anything')
  await page.getByRole('button', { name: 'Send' }).click()
  await transcript.getByText('We hung up after the time to listen.').waitFor()

  await page.goto(`${manager.url}/connections/${connection}`)
  await page.getByRole('link', { name: 'Replay' }).click()
  await page.getByText('2 messages, as the peer of').waitFor()
  const messages = page.getByRole('list', { name: 'Messages' })
  await messages.getByText('second').click()
  expect(await text.inputValue()).toBe('second')
  await page.getByRole('button', { name: 'Send' }).click()
  await transcript.getByText('first').nth(1).waitFor()
  await hex.fill('6g')
  await page.getByRole('button', { name: 'Remove message 2' }).click()
  await hex.fill('66')
  expect(await text.inputValue()).toBe('f')
  await transcript.getByRole('link', { name: 'Open in Live' }).click()
  await page.getByRole('row', { name: /Connection opened/ }).waitFor()
  expect(await page.getByRole('row', { name: /Connection opened/ }).count()).toBe(1)
  peer.end()
  await peer.closed()
})
