import { expect, it } from 'vitest'
import type { BanRow } from './rows.ts'
import { temporaryDatabase, temporaryStore } from './testing/temporary-store.ts'

const ban: BanRow = {
  ...{ id: 'ban_1', network: '192.0.2.7/32', reason: 'score', score: 62, events: { authRejected: 31 } },
  ...{ note: '', count: 2, createdAt: 1_795_239_402_511, createdBy: null },
  ...{ expiresAt: 1_795_241_202_511, endedAt: null, endedBy: null },
}
const manual: BanRow = {
  ...{ ...ban, id: 'ban_2', network: '2001:db8::/32', reason: 'manual', score: null, events: {} },
  ...{ note: 'scans us', createdBy: 'ada', expiresAt: null },
}

it('keeps bans, and how they ended, over a restart', async () => {
  const path = temporaryDatabase()
  const store = await temporaryStore(path)
  await store.bans.save([ban, manual, { ...ban, id: 'ban_3' }], [])
  const lifted = { ...manual, endedAt: 1_795_240_000_000, endedBy: 'grace' }
  await store.bans.save([lifted], ['ban_3', 'ban_unknown'])
  await store.close()
  const again = await temporaryStore(path)
  expect(await again.bans.all()).toEqual([ban, lifted])
})
