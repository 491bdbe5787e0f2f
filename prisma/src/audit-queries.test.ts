import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import type { AuditRow } from './rows.ts'
import { temporaryDatabase, temporaryStore } from './testing/temporary-store.ts'

const entry = (given: Partial<AuditRow> = {}): Omit<AuditRow, 'seq'> => ({
  ...{ at: 1_795_239_402_511, action: 'service.update', actor: 'ada', role: 'admin', method: 'session' },
  ...{ userId: 'usr_1', tokenId: null, address: '127.0.0.1', target: 'svc_1', targetName: 'echo-lab' },
  changes: [{ field: 'limits.maxConnections', before: 5, after: null }],
  requestId: '1f0c9a52-6f0e-4f2b-9f3e-2b7d4c5a6e71',
  ...given,
})

it('keeps who changed what, and gives it back as it was', async () => {
  const path = temporaryDatabase()
  const store = await temporaryStore(path)
  expect(await store.audit.append(entry())).toBe(1)
  await store.close()
  const again = await temporaryStore(path)
  expect(await again.audit.list({ limit: 10 })).toEqual([{ seq: 1, ...entry() }])
})

it('is found by actor, action, target and time, newest first, page by page', async () => {
  const store = await temporaryStore()
  await store.audit.append(entry())
  await store.audit.append(entry({ action: 'service.start', at: 2000 }))
  await store.audit.append(entry({ actor: 'bob', userId: null, tokenId: 'tok_1', at: 3000 }))
  await store.audit.append(entry({ action: 'user.create', target: 'usr_2', targetName: 'grace', at: 4000 }))
  const seqs = async (query: object) =>
    (await store.audit.list({ limit: 10, ...query })).map(({ seq }) => seq)
  expect(await seqs({})).toEqual([4, 3, 2, 1])
  expect(await seqs({ before: 3, limit: 1 })).toEqual([2])
  expect(await seqs({ actor: 'bob' })).toEqual([3])
  expect(await seqs({ actor: 'tok_1' })).toEqual([3])
  expect(await seqs({ actor: 'usr_1' })).toEqual([4, 2, 1])
  expect(await seqs({ action: 'service.start' })).toEqual([2])
  expect(await seqs({ action: 'service.' })).toEqual([3, 2, 1])
  expect(await seqs({ target: 'grace' })).toEqual([4])
  expect(await seqs({ target: 'svc_1', actor: 'ada' })).toEqual([2, 1])
  expect(await seqs({ since: 2000, until: 4000 })).toEqual([3, 2])
})

it('never changes, loses or replaces a row, whoever asks', async () => {
  const path = temporaryDatabase()
  const store = await temporaryStore(path)
  await store.audit.append(entry())
  const database = new Database(path)
  const attempts = [
    `UPDATE audit SET actor = 'nobody'`,
    'DELETE FROM audit',
    `INSERT OR REPLACE INTO audit (seq, at, action, changes, request_id) VALUES (1, 0, 'x', '[]', '')`,
  ]
  for (const sql of attempts) expect(() => database.exec(sql), sql).toThrow('the audit log is append-only')
  database.close()
  expect(await store.audit.list({ limit: 10 })).toEqual([{ seq: 1, ...entry() }])
})
