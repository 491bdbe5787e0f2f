import { DatabaseSync } from 'node:sqlite'
import type { Backup, Page, Settings } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { brokenRulesEverywhere } from '../support/accessibility.ts'
import { aDashboard, sharedManager } from '../support/story.ts'

const theManager = sharedManager()

test('retention is set in the dashboard, which shows what is kept', async () => {
  const manager = await theManager()
  const page = await aDashboard(manager)
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'Retention' }).click()
  await page.getByText(/^about \d+$/).waitFor()
  await page.getByLabel('Entries at most').fill('5000')
  await page.getByLabel('Search the settings').fill('age most')
  await page.getByLabel('Age at most (days)').fill('0')
  expect(await page.getByLabel('Bytes at most').count()).toBe(0)
  await page.getByLabel('Search the settings').fill('retention')
  await page.getByLabel('Bytes at most').fill('2 GiB')
  await page.getByRole('button', { name: 'Save' }).click()
  expect(await page.locator('[aria-invalid="true"]').count()).toBe(1)
  await page.getByLabel('Age at most (days)').fill('30')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  const { body } = await manager.rest.get<Settings>('/settings')
  expect(body.retention).toEqual({ maxAgeDays: 30, maxEntries: 5000, maxBytes: 2 * 2 ** 30 })
  expect(await brokenRulesEverywhere(page)).toEqual([])
})

test('a backup is made, downloaded and deleted in the dashboard', async () => {
  const manager = await theManager()
  const page = await aDashboard(manager)
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'Backups' }).click()
  await page.getByText('No backups').waitFor()
  await page.getByRole('button', { name: 'New backup' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /^Download / }).click(),
  ])
  const database = new DatabaseSync(await download.path(), { readOnly: true })
  expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  database.close()
  await page.getByRole('button', { name: /^Delete / }).click()
  await page
    .getByRole('group', { name: 'Delete it for good?' })
    .getByRole('button', { name: 'Delete' })
    .click()
  await page.getByText('No backups').waitFor()
  expect((await manager.rest.get<Page<Backup>>('/backups')).body.items).toEqual([])
})

test('how somebody likes the dashboard counts in all tabs at once, and before the first paint', async () => {
  const manager = await theManager()
  const page = await aDashboard(manager, '/settings', [/ERR_FAILED/])
  const other = await page.context().newPage()
  await other.goto(`${manager.url}/audit`)
  await page.getByLabel('Dark').check()
  await page.getByLabel('Comfortable').check()
  await page.getByLabel('UTC', { exact: true }).check()
  await other
    .getByText(/^\d\d:\d\d:\d\d UTC$/)
    .first()
    .waitFor()
  const look = () => other.evaluate(() => ({ ...document.documentElement.dataset }))
  const chosen = { theme: 'dark', density: 'comfortable' }
  expect(await look()).toEqual(chosen)
  // What is seen before the dashboard itself is there.
  await other.route('**/assets/*.js', (route) => route.abort())
  await other.reload()
  expect(await look()).toEqual(chosen)
})
