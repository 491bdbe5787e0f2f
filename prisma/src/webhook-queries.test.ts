import { expect, it } from 'vitest'
import type { WebhookRow } from './rows.ts'
import { temporaryDatabase, temporaryStore } from './testing/temporary-store.ts'

const webhook: WebhookRow = {
  id: 'whk_1',
  name: 'on call',
  url: 'https://example.com/hook',
  filter: 'ev:service.failed',
  secret: 'v1.sealed',
  enabled: true,
  createdAt: 1_795_239_402_511,
  cursor: 5_000_000_000,
  failingSince: null,
  lastAt: null,
  lastStatus: null,
  lastError: null,
}

it('keeps webhooks, and how far they are, over a restart', async () => {
  const path = temporaryDatabase()
  const store = await temporaryStore(path)
  await store.webhooks.create(webhook)
  await store.webhooks.create({ ...webhook, id: 'whk_2' })
  const failing = {
    ...webhook,
    cursor: 5_000_000_001,
    failingSince: 1,
    lastAt: 2,
    lastStatus: 500,
    lastError: '500',
  }
  await store.webhooks.update([failing, { ...webhook, id: 'whk_2', enabled: false }])
  await store.close()
  const again = await temporaryStore(path)
  expect(await again.webhooks.all()).toEqual([failing, { ...webhook, id: 'whk_2', enabled: false }])
})

it('does not bring one back that was deleted', async () => {
  const store = await temporaryStore()
  await store.webhooks.create(webhook)
  await store.webhooks.delete(webhook.id)
  await store.webhooks.update([webhook])
  expect(await store.webhooks.all()).toEqual([])
})
