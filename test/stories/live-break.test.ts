import { expect, test } from 'vitest'
import { freePort } from '../support/port.ts'
import { createService, echoOn, tcp } from '../support/services.ts'
import { aDashboard, aManager } from '../support/story.ts'

test('the log tells of a restart, and an entry narrows the filter to what it is about', async () => {
  const env = { SWITCHBOARD_PORT: String(await freePort()) }
  const first = await aManager({ env })
  await createService(first, { ...echoOn(tcp()), name: 'lab' })
  await createService(first, { ...echoOn(tcp()), name: 'other' })
  const page = await aDashboard(first, '/live', [/WebSocket|ERR_CONNECTION|Failed to load/])
  const log = page.getByRole('grid')
  await log.getByText('other').first().waitFor()
  await first.kill()
  await aManager({ env, dataDir: first.dataDir })
  await log.getByText(/^Switchboard was restarted, \d\d:\d\d:\d\d$/).waitFor({ timeout: 30_000 })

  await log.getByText('lab').first().click()
  const inspector = page.getByRole('complementary', { name: /^Entry/ })
  await inspector.getByRole('button', { name: 'Only this service' }).press('Enter')
  await log.getByText('other').first().waitFor({ state: 'detached' })
  const filter = page.getByRole('combobox', { name: 'Filter' })
  expect(await filter.inputValue()).toBe('svc:lab')
  await inspector.getByRole('button', { name: 'Not this service' }).press('Enter')
  await log.getByText('other').first().waitFor()
  expect(await filter.inputValue()).toBe('-svc:lab')
})
