import { statSync } from 'node:fs'
import { parseFilter } from '@switchboard/filter'
import type { NewEntry } from '@switchboard/journal'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { Retention } from './rows.ts'
import { append } from './testing/append.ts'
import { captureBatch } from './testing/capture-batch.ts'
import { connection, entries, entry, entryAbout } from './testing/rows.ts'
import { NO_TRAFFIC } from './testing/hours.ts'
import { temporaryDatabase, temporaryStore } from './testing/temporary-store.ts'

const NO_BOUNDS: Retention = { maxAgeMs: null, maxEntries: null, maxBytes: null, services: {} }
const HOUR_MS = 3_600_000
const MIB = 2 ** 20

function read<Result>(path: string, look: (database: Database.Database) => Result): Result {
  const database = new Database(path, { readonly: true })
  try {
    return look(database)
  } finally {
    database.close()
  }
}

const long = (count: number): NewEntry[] =>
  entries(count).map((one) => ({ ...one, preview: 'x'.repeat(200) }))

it('keeps the hours of a month, or of the bound', async () => {
  const store = await temporaryStore()
  const now = Math.floor(Date.now() / HOUR_MS)
  const hour = (ago: number) => ({ ...NO_TRAFFIC, hour: now - ago })
  await store.hours.add([hour(0), hour(30), hour(743), hour(750)])
  const kept = async () => {
    const rows = await store.hours.list({ serviceIds: [''], from: 0, to: now + 1 })
    return rows.map((row) => now - row.hour)
  }
  await store.retention.keep(NO_BOUNDS)
  expect(await kept()).toEqual([743, 30, 0])
  await store.retention.keep({ ...NO_BOUNDS, maxAgeMs: 24 * HOUR_MS })
  expect(await kept()).toEqual([0])
})

describe('nothing is kept', () => {
  it('that is older than the bound', async () => {
    const store = await temporaryStore()
    const now = Date.now()
    const old = entries(3000).map((one) => ({ ...one, at: now - 2 * HOUR_MS }))
    await append(store, [...old, ...entries(10).map((one) => ({ ...one, at: now }))])
    await store.retention.keep({ ...NO_BOUNDS, maxAgeMs: HOUR_MS })
    const rows = await store.journal.list({ after: 0, limit: 5000 })
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 10 }, (_, at) => 3001 + at))
    expect(await store.retention.use()).toMatchObject({ entries: 10, oldestAt: now })
  })

  it('beyond the newest entries', async () => {
    const path = temporaryDatabase()
    const store = await temporaryStore(path)
    await append(store, entries(5000))
    await store.retention.keep({ ...NO_BOUNDS, maxEntries: 1500 })
    expect((await store.journal.list({ after: 0, limit: 5000 })).map(({ seq }) => seq)[0]).toBe(3501)
    const spans = 'SELECT block FROM journal_spans'
    expect(read(path, (database) => database.prepare(spans).pluck().all())).toEqual([0, 1])
    expect(await append(store, entries(1))).toBe(5001)
  })

  it('beyond the bytes, and the file stops growing', async () => {
    const path = temporaryDatabase()
    const store = await temporaryStore(path)
    const sizes: number[] = []
    for (let cycle = 0; cycle < 8; cycle++) {
      for (let times = 0; times < 8; times++) await append(store, long(1000))
      await store.retention.keep({ ...NO_BOUNDS, maxBytes: 2 * MIB })
      const { bytes } = await store.retention.use()
      expect(bytes).toBeLessThanOrEqual(2 * MIB)
      expect(bytes).toBeGreaterThan(MIB)
      sizes.push((await store.retention.use()).fileBytes)
    }
    expect(sizes.at(-1)).toBeLessThanOrEqual((sizes[1] ?? 0) * 1.2)
    expect(statSync(`${path}-wal`).size).toBeLessThanOrEqual(16 * MIB)
  })
})

describe('a service with bounds of its own', () => {
  const now = Date.now()
  const aged = (serviceId: string | null, hours: number, count = 1500) =>
    entries(count).map((one) => ({ ...one, serviceId, at: now - hours * HOUR_MS }))
  const left = async (store: Awaited<ReturnType<typeof temporaryStore>>) => {
    const counts: Record<string, number> = {}
    for (const { serviceId } of await store.journal.list({ after: 0, limit: 20_000 }))
      counts[serviceId ?? 'none'] = (counts[serviceId ?? 'none'] ?? 0) + 1
    return counts
  }
  const own = (maxAgeMs: number | null, maxEntries: number | null = null) => ({ maxAgeMs, maxEntries })

  it('keeps longer or shorter than the others', async () => {
    const store = await temporaryStore()
    for (const hours of [5, 3, 1]) {
      const batch = ['long', 'short', 'usual', null].map((id) => aged(id, hours))
      await append(store, batch.flat())
    }
    const services = { long: own(4 * HOUR_MS), short: own(HOUR_MS / 2) }
    await store.retention.keep({ ...NO_BOUNDS, maxAgeMs: 2 * HOUR_MS, services })
    expect(await left(store)).toEqual({ long: 3000, usual: 1500, none: 1500 })
    await store.retention.keep({ ...NO_BOUNDS, maxAgeMs: 2 * HOUR_MS })
    expect(await left(store)).toEqual({ long: 1500, usual: 1500, none: 1500 })
  })

  it('keeps so many of its newest entries, whatever the others may keep', async () => {
    const path = temporaryDatabase()
    const store = await temporaryStore(path)
    for (let times = 0; times < 30; times++)
      await append(store, [...aged('many', 1, 1000), ...aged('few', 1, 100)])
    const services = { many: own(null, 25_000), few: own(null, 700), other: own(null, 5) }
    await store.retention.keep({ ...NO_BOUNDS, maxEntries: 1000, services })
    const sql = 'SELECT service_id, count(*), max(seq) FROM journal GROUP BY 1'
    expect(read(path, (database) => database.prepare(sql).raw().all())).toEqual([
      ['few', 700, 33_000],
      ['many', 25_000, 32_900],
    ])
  })

  it('gives way like all when there are too many bytes', async () => {
    const store = await temporaryStore()
    for (let times = 0; times < 12; times++) await append(store, long(1000))
    await store.retention.keep({ ...NO_BOUNDS, maxBytes: MIB, services: { svc_1: own(null) } })
    expect((await store.retention.use()).bytes).toBeLessThanOrEqual(MIB)
  })
})

it('texts go with their entries, also those that are indexed later', async () => {
  const path = temporaryDatabase()
  const store = await temporaryStore(path)
  for (let times = 0; times < 4; times++) await append(store, long(999))
  await store.retention.keep({ ...NO_BOUNDS, maxEntries: 1000 })
  for (let times = 0; times < 4; times++) await append(store, long(999))
  await store.retention.keep({ ...NO_BOUNDS, maxEntries: 1000 })
  const orphans = 'SELECT count(*) FROM journal_text_docsize WHERE id NOT IN (SELECT seq FROM journal)'
  expect(read(path, (database) => database.prepare(orphans).pluck().get())).toBe(0)
})

it('of a connection with very many chunks they all go, before it does', async () => {
  const path = temporaryDatabase()
  const store = await temporaryStore(path)
  const over = { closedAt: 1_795_239_500_000, closeReason: 'peer-closed' } as const
  await append(store, [entryAbout(connection()), entryAbout(connection(over)), ...entries(1000)])
  const said = Array.from({ length: 1500 }, (_, ordinal) => ({ ordinal, bytes: 'x'.repeat(100) }))
  const ends = said.map(({ ordinal }) => ordinal * 100)
  expect(await store.capture.append(captureBatch('con_1', said, ends))).toBe(true)
  await store.retention.keep({ ...NO_BOUNDS, maxEntries: 1000 })
  const count = (table: string) =>
    read(path, (database) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get())
  expect(['chunks', 'message_ends', 'connections', 'journal'].map(count)).toEqual([0, 0, 0, 1000])
})

/** 500 closed connections, each with its entry in blocks of its own. */
const BLOCKS_OF_ONE = `
  CREATE TABLE numbers AS WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < 499)
    SELECT n, printf('con_%03d', n) AS id, '10.0.0.' || (n % 10) AS address FROM numbers;
  INSERT INTO journal (seq, at, type, severity, connection_id, remote_address)
    SELECT n * 128, 0, 'connection.closed', 'info', id, address FROM numbers WHERE n > 0;
  INSERT INTO connections (id, service_id, service_name, protocol, transport, remote_address, opened_at, closed_at,
      bytes_in, bytes_out, chunks_in, messages_in, messages_out)
    SELECT id, 'svc_1', 'echo', 'echo', 'tcp', address, 0, 0, 0, 0, 0, 0, 0 FROM numbers WHERE n > 0;
  INSERT INTO connection_blocks SELECT n, iif(n = 0, '', id) FROM numbers;
  INSERT INTO journal_addresses SELECT n / 32, address, sum(1 << (n % 32)) FROM numbers GROUP BY 1, 2;
  INSERT INTO connection_addresses SELECT * FROM journal_addresses;
  DROP TABLE numbers;`

it('addresses go with their rows, some groups later, and those that are left are found', async () => {
  const path = temporaryDatabase()
  await (await temporaryStore(path)).close()
  const database = new Database(path)
  database.exec(BLOCKS_OF_ONE)
  database.close()
  const store = await temporaryStore(path)
  await store.retention.keep({ ...NO_BOUNDS, maxEntries: 1250 })
  const rows = (sql: string) => read(path, (reader) => reader.prepare(sql).raw().all())
  expect(rows('SELECT DISTINCT block_group FROM journal_addresses')).toEqual([
    [7],
    [8],
    [9],
    [10],
    [11],
    [12],
    [13],
    [14],
    [15],
  ])
  expect(rows('SELECT DISTINCT block_group FROM connection_addresses')).toEqual([
    [7],
    [8],
    [9],
    [10],
    [11],
    [12],
    [13],
    [14],
    [15],
  ])
  expect(rows('SELECT count(*), min(number), min(first) FROM connection_blocks')).toEqual([[276, 224, '']])
  const remoteAddress = '10.0.0.7'
  const late = ['con_007', 'con_500'].map((id) => entryAbout(connection({ id, remoteAddress })))
  await append(store, late)
  const { filter } = parseFilter('peer:10.0.0.7')
  const finding = { filter: filter ?? expect.fail(), services: [], now: 0 }
  const found = await store.connections.find({ ...finding, limit: 9 })
  expect(found.rows.map(({ id }) => id)).toEqual(['con_500', 'con_497', 'con_007'])
})

it('without bounds all is kept', async () => {
  const store = await temporaryStore()
  await append(store, [...entries(100), entry({ at: 1 })])
  await store.retention.keep(NO_BOUNDS)
  expect((await store.retention.use()).entries).toBe(101)
})

it('connections go when they are over and their last entry has gone, never before', async () => {
  const store = await temporaryStore()
  const over = { closedAt: 1_795_239_500_000, closeReason: 'peer-closed' } as const
  await append(store, [
    entryAbout(connection({ id: 'con_1' })),
    entryAbout(connection({ id: 'con_2' })),
    entryAbout(connection({ id: 'con_3' })),
    entryAbout(connection({ id: 'con_2', ...over })),
    entryAbout(connection({ id: 'con_3', ...over })),
    ...entries(8),
  ])
  await store.chats.markRead('con_2', 2)
  await store.retention.keep({ ...NO_BOUNDS, maxEntries: 9 })
  const ids = async () => (await store.connections.list({ limit: 9 })).map(({ id }) => id)
  expect(await ids()).toEqual(['con_3', 'con_1'])
  await store.retention.keep({ ...NO_BOUNDS, maxEntries: 1 })
  expect(await ids()).toEqual(['con_1'])
})

it('what wants to be written is not held up', { timeout: 60_000 }, async () => {
  const store = await temporaryStore()
  for (let times = 0; times < 6; times++) await append(store, long(1000))
  const slowest = async (isOver: () => boolean) => {
    const times: number[] = []
    while (!isOver() || times.length < 50) {
      const begin = performance.now()
      await append(store, entries(1))
      times.push(performance.now() - begin)
    }
    return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? NaN
  }
  const without = await slowest(() => true)
  let isOver = false
  const pruning = store.retention.keep({ ...NO_BOUNDS, maxEntries: 100 }).then(() => (isOver = true))
  const withIt = await slowest(() => isOver)
  await pruning
  expect(withIt, `p99 of an append, ${without.toFixed(1)} ms without`).toBeLessThan(
    Math.max(250, 3 * without),
  )
})

it('settings are kept by section', async () => {
  const path = temporaryDatabase()
  const store = await temporaryStore(path)
  expect(await store.settings.read('retention')).toBeNull()
  await store.settings.save('retention', { maxEntries: 5 })
  await store.settings.save('retention', { maxEntries: 7 })
  await store.close()
  expect(await (await temporaryStore(path)).settings.read('retention')).toEqual({ maxEntries: 7 })
})
