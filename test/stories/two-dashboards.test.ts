import type { Service } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { createService, echoOn, tcp } from '../support/services.ts'
import { aDashboard, aManager } from '../support/story.ts'

test('changes made over REST appear at once in every open dashboard', async () => {
  const manager = await aManager()
  const pages = [await aDashboard(manager, '/services'), await aDashboard(manager, '/services')]
  const everywhere = (row: RegExp) =>
    Promise.all(pages.map((page) => page.getByRole('row', { name: row }).waitFor()))
  for (const page of pages) await page.getByText('No services yet').waitFor()

  const { id } = await createService(manager, echoOn(tcp()))
  await everywhere(/Running.*echo-lab/)
  const renamed = await manager.rest.patch<Service>(`/services/${id}`, { name: 'echo-renamed' })
  expect(renamed.status).toBe(200)
  await everywhere(/Running.*echo-renamed/)
  await manager.rest.post(`/services/${id}/stop`, { drainMs: 0 })
  await everywhere(/Stopped.*echo-renamed/)
  await manager.rest.delete(`/services/${id}`)
  await Promise.all(pages.map((page) => page.getByText('No services yet').waitFor()))
})
