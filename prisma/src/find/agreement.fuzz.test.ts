import { connections, entries, filters, NOW, surroundings } from '@switchboard/filter/arbitraries'
import { connectionMatcher, entryMatcher } from '@switchboard/filter/match'
import type { Filter } from '@switchboard/filter'
import { encodeBatch, type ConnectionRecord, type NewEntry } from '@switchboard/journal'
import { fuzzRuns } from '@switchboard/netcore/fuzz'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Finding } from '../rows.ts'
import type { Store } from '../store.ts'
import { append } from '../testing/append.ts'
import { connection, entries as fillers, entry } from '../testing/rows.ts'
import { temporaryDatabase, temporaryStore } from '../testing/temporary-store.ts'
import { idAt } from './bounds.ts'

// SQL and the matcher of the live feed have to agree on every filter and every row.

const services = ['svc_1', 'svc_2'].map((id) => ({ id, ...known(id) }))

function known(id: string): { protocol: string; tags: readonly string[] } {
  const service = surroundings.serviceOf(id)
  if (!service) throw new Error(`${id} is none of the services of the rows`)
  return service
}

const finding = (filter: Filter): Finding => ({ filter, services, now: NOW })

it('finds the entries that the matcher lets through, in both directions', { timeout: 120_000 }, async () => {
  const path = temporaryDatabase()
  const store = await temporaryStore(path)
  const rows = fc.sample(entries, { numRuns: 400, seed: 1 }).map((facts) => entry(facts as Partial<NewEntry>))
  await append(store, rows.slice(0, 300))
  await indexTexts(store, path)
  await append(store, rows.slice(300))
  const stored = await store.journal.list({ after: 0, limit: rows.length })
  expect(stored).toHaveLength(rows.length)

  const property = fc.asyncProperty(filters('journal'), async (filter) => {
    const matches = entryMatcher(filter, surroundings)
    const expected = stored.filter(matches).map(({ seq }) => seq)
    expect(await allEntries(store, filter, 'after')).toEqual(expected)
    expect(await allEntries(store, filter, 'before')).toEqual(expected.toReversed())
    expect(await store.journal.count(finding(filter))).toEqual({ count: expected.length, isExact: true })
  })
  await fc.assert(property, { numRuns: fuzzRuns(300) })
})

it(
  'finds the connections that the matcher lets through, in both directions',
  { timeout: 120_000 },
  async () => {
    const store = await temporaryStore()
    const rows = fc
      .sample(connections, { numRuns: 200, seed: 1 })
      .map((facts, at) => ({ ...facts, id: `${idAt(facts.openedAt)}00000000${String(at).padStart(6, '0')}` }))
      .map((facts) => connection(facts as Partial<ConnectionRecord>))
    await append(
      store,
      rows.map((row) => entry({ connection: row, serviceId: row.serviceId, serviceName: row.serviceName })),
    )
    const stored = (await store.connections.list({ limit: rows.length })).toReversed()
    expect(stored).toHaveLength(rows.length)

    const property = fc.asyncProperty(filters('connections'), async (filter) => {
      const matches = connectionMatcher(filter, surroundings)
      const expected = stored.filter(matches).map(({ id }) => id)
      expect(await allConnections(store, filter, 'after')).toEqual(expected)
      expect(await allConnections(store, filter, 'before')).toEqual(expected.toReversed())
      expect(await store.connections.count(finding(filter))).toEqual({
        count: expected.length,
        isExact: true,
      })
    })
    await fc.assert(property, { numRuns: fuzzRuns(300) })
  },
)

/** Texts come into the full-text index when many entries wait; those that made them wait no more are gone again. */
async function indexTexts({ journal }: Store, path: string): Promise<void> {
  const { newest } = journal
  await journal.append(encodeBatch(fillers(8192)))
  const database = new Database(path)
  expect(database.prepare('SELECT seq FROM journal_text_end').pluck().get()).toBeGreaterThan(newest)
  database.prepare('DELETE FROM journal WHERE seq > ?').run(newest)
  database.close()
}

const LIMIT = 37

/** The `seq` of all that is found, page by page. */
async function allEntries(store: Store, filter: Filter, direction: 'before' | 'after'): Promise<number[]> {
  const seqs: number[] = []
  for (let edge: number | null | undefined = direction === 'after' ? 0 : undefined; edge !== null;) {
    const bound: { before?: number; after?: number } = edge === undefined ? {} : { [direction]: edge }
    const page = await store.journal.find({ ...finding(filter), ...bound, limit: LIMIT })
    expect(page.rows.length).toBeLessThanOrEqual(LIMIT)
    seqs.push(...page.rows.map(({ seq }) => seq))
    edge = page.next
  }
  return seqs
}

async function allConnections(
  store: Store,
  filter: Filter,
  direction: 'before' | 'after',
): Promise<string[]> {
  const ids: string[] = []
  for (let edge: string | null | undefined = direction === 'after' ? '' : undefined; edge !== null;) {
    const bound: { before?: string; after?: string } = edge === undefined ? {} : { [direction]: edge }
    const page = await store.connections.find({ ...finding(filter), ...bound, limit: LIMIT })
    ids.push(...page.rows.map(({ id }) => id))
    edge = page.next
  }
  return ids
}
