import { readFile } from 'node:fs/promises'
import type { JournalEntry } from '@switchboard/contract'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { readJournal } from '../faults/journal.ts'
import { brokenRules } from '../support/accessibility.ts'
import { createService, echoOn, portOf, tcp } from '../support/services.ts'
import { aDashboard, sharedManager } from '../support/story.ts'
import { TcpClient } from '../support/tcp-client.ts'

const theManager = sharedManager()

test('the journal is saved as NDJSON, past connections as CSV', async () => {
  const manager = await theManager()
  const service = await createService(manager, echoOn(tcp()))
  const client = await TcpClient.connect(portOf(service))
  client.send('hello')
  await client.received(5)
  client.end()
  await client.closed()

  const page = await aDashboard(manager, '/live')
  await page.getByText('Connection closed').first().waitFor()
  const journal = await saved(page, 'NDJSON')
  expect(journal.name).toMatch(/^switchboard-journal-.*\.ndjson$/)
  const entries = journal.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalEntry)
  expect(entries).toEqual(await readJournal(manager.rest))

  await page.goto(`${manager.url}/connections?tab=recent`)
  const connections = await saved(page, 'CSV')
  expect(connections.name).toMatch(/^switchboard-connections-.*\.csv$/)
  expect(connections.text.split('\r\n')).toEqual([
    expect.stringMatching(/^id,serviceId,/),
    expect.stringContaining('peer-closed'),
    '',
  ])
})

test('an export shows how far it is and can be cancelled', async () => {
  const manager = await theManager()
  const page = await aDashboard(manager, '/live')
  const held = Promise.withResolvers<void>()
  await page.route('**/journal/export*', async (route) => {
    await held.promise
    await route.abort().catch(() => undefined) // the page has given it up
  })
  await choose(page, 'CSV')
  await page.getByText('0 rows').waitFor()
  expect(await brokenRules(page)).toEqual([])
  await page.getByRole('button', { name: 'Cancel export' }).click()
  await page.getByRole('button', { name: 'Export', exact: true }).waitFor()
  expect(await page.getByRole('alert').count()).toBe(0)
  held.resolve()
})

async function choose(page: Page, format: string): Promise<void> {
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await page.getByRole('button', { name: format, exact: true }).click()
}

async function saved(page: Page, format: string): Promise<{ name: string; text: string }> {
  const downloading = page.waitForEvent('download')
  await choose(page, format)
  const download = await downloading
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') }
}
