import type { Connection, File, Page } from '@switchboard/contract'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { brokenRulesEverywhere } from '../support/accessibility.ts'
import { createService, portOf, tcp } from '../support/services.ts'
import { aDashboard, sharedManager } from '../support/story.ts'
import { beginUpload, upload } from '../support/upload.ts'

const theManager = sharedManager()

const files = {
  name: 'drop-box',
  protocol: 'file-transfer',
  listen: [tcp()],
  desired: 'running' as const,
  options: { reply: 'json' },
}
const HOSTILE = '<img src=x onerror=1>.html'

test('a file appears in the dashboard as it is received, can be saved, and deleted for good', async () => {
  const manager = await theManager()
  const service = await createService(manager, files)
  const page = await aDashboard(manager, '/files')
  await page.getByText('No files').waitFor()

  expect(await upload(portOf(service), HOSTILE, Buffer.from('<script>'))).toMatchObject({ status: 'ok' })
  const link = page.getByRole('link', { name: `Download ${HOSTILE}` })
  await link.waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  expect(await readFile(await download.path(), 'utf8')).toBe('<script>')

  const ofService = await aDashboard(manager, `/services/${service.id}?tab=files`)
  await ofService.getByRole('link', { name: HOSTILE, exact: true }).waitFor()
  await page.getByRole('button', { name: `Delete ${HOSTILE}` }).click()
  await page
    .getByRole('group', { name: 'Delete it for good?' })
    .getByRole('button', { name: 'Delete' })
    .click()
  await page.getByText('No files').waitFor()
  expect((await manager.rest.get<Page<File>>('/files')).body.items).toEqual([])
})

test('a file is looked at safely, checked on the disk, and what passes a filter is deleted together', async () => {
  const manager = await theManager()
  const service = await createService(manager, {
    ...files,
    options: { ...files.options, maxTotalBytes: 1000 },
  })
  const port = portOf(service)
  for (const [name, content] of [
    [HOSTILE, '<script>document.title = "owned"</script>'],
    ['dot.txt', PIXEL],
    ['claims-to-be.png', Buffer.from('<svg onload="alert(1)"/>\0')],
    ['large.bin', Buffer.alloc(800, 'x')],
  ] as const)
    expect(await upload(port, name, Buffer.from(content))).toMatchObject({ status: 'ok' })
  const page = await aDashboard(manager, '/files?sort=-bytes')
  const rows = page.locator('tbody .lead')
  await expect.poll(async () => (await rows.allTextContents())[0]).toBe('large.bin')
  await page.getByText('Nearly full').waitFor()

  // What it is counts, not what it is called; j and Enter open it, Esc leads back to the row.
  const look = async (name: string) => {
    await page.getByRole('link', { name, exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name }).waitFor()
    expect(new URL(page.url()).searchParams.get('file')).toMatch(/^fil_/)
  }
  const leave = async () => {
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  const box = page.getByRole('checkbox', { name: 'Select large.bin' })
  await box.click()
  await look(HOSTILE)
  await page.getByLabel('Text of the file').getByText('document.title').waitFor()
  expect(await page.title()).not.toBe('owned')
  await leave()
  expect(await box.isChecked()).toBe(true)
  await look('claims-to-be.png')
  await page.getByLabel('Bytes of the file').getByText('3c 73 76 67').waitFor()
  await leave()
  await look('dot.txt')
  const picture = page.getByRole('img', { name: 'dot.txt' })
  await picture.waitFor()
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1)
  expect(await picture.getAttribute('src')).toMatch(/^blob:/)

  await page.getByRole('button', { name: 'Verify' }).click()
  await page.getByText('has this SHA-256').waitFor()
  await damageAll(manager.dataDir)
  await page.getByRole('button', { name: 'Verify again' }).click()
  await page.getByText('is not what was received').waitFor()
  expect(await brokenRulesEverywhere(page)).toEqual([])
  await page.getByRole('button', { name: 'Close' }).click()

  await page.goto(`${manager.url}/files?q=bytes<100`)
  await expect.poll(() => rows.count()).toBe(3)
  await page.getByRole('checkbox', { name: 'Select dot.txt' }).click()
  await page.getByRole('button', { name: 'Select all 3' }).click()
  await page.getByRole('button', { name: 'Delete 3' }).click()
  await page.getByRole('group', { name: 'Delete 3 files?' }).getByRole('button', { name: 'Delete' }).click()
  await page.getByText('3 files deleted.').waitFor()
  await page.getByText('No file passes this filter').waitFor()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect.poll(() => rows.allTextContents()).toEqual(['large.bin'])
})

/** A GIF of one pixel. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/** Puts something else in the place of every file. */
async function damageAll(dataDir: string): Promise<void> {
  const folder = join(dataDir, 'files')
  const entries = await readdir(folder, { withFileTypes: true })
  for (const entry of entries) if (entry.isFile()) await writeFile(join(folder, entry.name), 'other')
}

test('a file on its way shows on its connection', async () => {
  const manager = await theManager()
  const service = await createService(manager, files)
  await beginUpload(portOf(service), 'half.bin', 2_097_152, 1_048_576)
  const list = async () => (await manager.rest.get<Page<Connection>>('/connections?state=open')).body.items
  await expect.poll(async () => (await list())[0]?.transfer?.bytes).toBe(1_048_576)
  const page = await aDashboard(manager, `/connections/${(await list())[0]?.id}`)
  await page.getByText('Receiving half.bin').waitFor()
  await page.getByText('1.0 MiB of 2.0 MiB, 50 %').waitFor()
  await manager.rest.post(`/services/${service.id}/stop`, { drainMs: 0 })
  await page.getByText('Receiving half.bin').waitFor({ state: 'detached' })
})
