import type { Connection, File, Page } from '@switchboard/contract'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
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
  const link = page.getByRole('link', { name: HOSTILE })
  await link.waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  expect(await readFile(await download.path(), 'utf8')).toBe('<script>')

  const ofService = await aDashboard(manager, `/services/${service.id}?tab=files`)
  await ofService.getByRole('link', { name: HOSTILE }).waitFor()
  await page.getByRole('button', { name: `Delete ${HOSTILE}` }).click()
  await page
    .getByRole('group', { name: 'Delete it for good?' })
    .getByRole('button', { name: 'Delete' })
    .click()
  await page.getByText('No files').waitFor()
  expect((await manager.rest.get<Page<File>>('/files')).body.items).toEqual([])
})

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
