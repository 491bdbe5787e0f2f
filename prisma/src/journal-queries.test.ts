import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { append } from './testing/append.ts'
import type { JournalRow } from './rows.ts'
import { entries, entry } from './testing/rows.ts'
import { temporaryDatabase, temporaryStore } from './testing/temporary-store.ts'

const seqs = (rows: JournalRow[]) => rows.map(({ seq }) => seq)

describe('what is appended', () => {
  it('comes back as it was', async () => {
    const store = await temporaryStore()
    const full = entry({
      at: 1_795_239_402_999,
      type: 'message.received',
      severity: 'warning',
      connectionId: 'con_1',
      transport: 'udp',
      remoteAddress: '::1',
      remotePort: 65_535,
      direction: 'in',
      bytes: Number.MAX_SAFE_INTEGER,
      preview: 'a\0b "ü" \u2028 🙂',
      detail: { reason: "'; DROP TABLE journal; --", list: [1, null, { deep: true }] },
    })
    await append(store, [full, entry({ serviceId: null, serviceName: null, preview: '', detail: {} })])

    const [first, second] = await store.journal.list({ after: 0, limit: 10 })
    expect(first).toEqual({ ...full, seq: 1 })
    expect(second).toEqual({
      ...entry({ serviceId: null, serviceName: null, preview: '', detail: {} }),
      seq: 2,
    })
  })

  it('keeps a number beyond 32 bits', async () => {
    const path = temporaryDatabase()
    await (await temporaryStore(path)).close()
    const database = new Database(path)
    database.exec(`INSERT INTO sqlite_sequence (name, seq) VALUES ('journal', 5000000000)`)
    database.close()

    const store = await temporaryStore(path)
    expect(store.journal.newest).toBe(5_000_000_000)
    expect(await append(store, entries(3))).toBe(5_000_000_001)
    expect(seqs(await store.journal.list({ before: 5_000_000_003, limit: 10 }))).toEqual([
      5_000_000_002, 5_000_000_001,
    ])
    expect(seqs(await store.journal.list({ after: 5_000_000_002, limit: 10 }))).toEqual([5_000_000_003])
  })
})

describe('a page', () => {
  it('runs newest first, and on with before', async () => {
    const store = await temporaryStore()
    await append(store, entries(7))
    expect(seqs(await store.journal.list({ limit: 3 }))).toEqual([7, 6, 5])
    expect(seqs(await store.journal.list({ before: 5, limit: 3 }))).toEqual([4, 3, 2])
    expect(seqs(await store.journal.list({ before: 2, limit: 3 }))).toEqual([1])
    expect(seqs(await store.journal.list({ before: 1, limit: 3 }))).toEqual([])
  })

  it('runs oldest first with after, up to before', async () => {
    const store = await temporaryStore()
    await append(store, entries(7))
    expect(seqs(await store.journal.list({ after: 0, limit: 3 }))).toEqual([1, 2, 3])
    expect(seqs(await store.journal.list({ after: 3, limit: 9 }))).toEqual([4, 5, 6, 7])
    expect(seqs(await store.journal.list({ after: 3, before: 6, limit: 9 }))).toEqual([4, 5])
    expect(seqs(await store.journal.list({ after: 7, limit: 9 }))).toEqual([])
  })

  it('shows one service or one connection only', async () => {
    const store = await temporaryStore()
    const about = (serviceId: string, connectionId: string) => entry({ serviceId, connectionId })
    await append(store, [about('a', 'a1'), about('b', 'b1'), about('a', 'a2'), about('a', 'a1'), entry()])
    expect(seqs(await store.journal.list({ serviceId: 'a', limit: 9 }))).toEqual([4, 3, 1])
    expect(seqs(await store.journal.list({ serviceId: 'a', before: 4, limit: 1 }))).toEqual([3])
    expect(seqs(await store.journal.list({ connectionId: 'a1', after: 0, limit: 9 }))).toEqual([1, 4])
    expect(seqs(await store.journal.list({ serviceId: 'b', connectionId: 'a1', limit: 9 }))).toEqual([])
  })
})
