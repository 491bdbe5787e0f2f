import { entryMatcher } from '@switchboard/filter/match'
import { parseFilter } from '@switchboard/filter'
import { expect, it, vi } from 'vitest'
import type { EntryFinding, JournalRow } from '../rows.ts'
import type { Store } from '../store.ts'
import { append } from '../testing/append.ts'
import { entry } from '../testing/rows.ts'
import { temporaryStore } from '../testing/temporary-store.ts'

// More entries than are known by one span, one each millisecond, and a few that came late.

vi.setConfig({ testTimeout: 60_000 })

const BEGIN = 1_795_239_000_000
const COUNT = 10_000
const BUCKETS = 50

const FILTERS = ['', 'severity>=warning', 'peer:10.9.9.9', 'bytes<3000', 'svc:echo-lab -ev:service.started']

async function history(): Promise<{ store: Store; rows: JournalRow[] }> {
  const store = await temporaryStore()
  const made = Array.from({ length: COUNT }, (_, at) => {
    const severity = at % 1000 === 7 ? 'error' : at % 30 === 0 ? 'warning' : 'info'
    const remoteAddress = at % 400 === 3 ? '10.9.9.9' : '::1'
    const type = at % 2 ? 'service.started' : 'connection.opened'
    return entry({ at: BEGIN + (at % 777 === 5 ? at - 500 : at), severity, bytes: at, remoteAddress, type })
  })
  await append(store, made)
  return { store, rows: made.map((row, at) => ({ ...row, seq: at + 1 })) }
}

function findingOf(text: string): EntryFinding {
  const { filter, error } = parseFilter(text)
  if (error) throw new Error(error.message)
  return { filter, services: [], now: BEGIN + COUNT }
}

it('counts what passes a filter between two times, bucket by bucket', async () => {
  const { store, rows } = await history()
  const span = { from: BEGIN + 1700, to: BEGIN + 8300, buckets: BUCKETS }
  for (const text of FILTERS) {
    const finding = findingOf(text)
    const matches = entryMatcher(finding.filter)
    const passing = rows.filter((row) => row.at >= span.from && row.at < span.to && matches(row))
    expect([text, passing.length]).toEqual([text, expect.toSatisfy((count: number) => count > 10)])
    const bucketMs = 132
    const of = (severity: string) => bucketed(passing, severity, span.from, bucketMs)
    const counts = { info: of('info'), warning: of('warning'), error: of('error') }
    const expected = { bucketMs, next: null, countedFrom: null, ...counts }
    expect([text, await store.journal.histogram({ ...finding, ...span })]).toEqual([text, expected])
  }
})

function bucketed(rows: JournalRow[], severity: string, from: number, bucketMs: number): number[] {
  const counts = new Array<number>(BUCKETS).fill(0)
  for (const row of rows) {
    const bucket = Math.floor((row.at - from) / bucketMs)
    if (row.severity === severity) counts[bucket] = (counts[bucket] ?? 0) + 1
  }
  return counts
}

it('finds between two times in both directions, and nothing before or after all there is', async () => {
  const { store, rows } = await history()
  const span = { from: BEGIN + 4000, to: BEGIN + 4010 }
  const expected = rows.filter(({ at }) => at >= span.from && at < span.to).map(({ seq }) => seq)
  const seqs = async (bounds: object) =>
    (await store.journal.find({ ...findingOf(''), ...span, limit: 100, ...bounds })).rows.map(
      ({ seq }) => seq,
    )
  expect(await seqs({ after: 0 })).toEqual(expected)
  expect(await seqs({})).toEqual(expected.toReversed())
  expect(await seqs({ from: BEGIN + COUNT, to: BEGIN + COUNT + 5 })).toEqual([])
  expect(await seqs({ from: BEGIN - 5000, to: BEGIN - 4000 })).toEqual([])

  const older = { from: BEGIN - 1000, to: BEGIN + COUNT, buckets: 1, before: 101 }
  const { info } = await store.journal.histogram({ ...findingOf(''), ...older })
  expect(info).toEqual([rows.slice(0, 100).filter(({ severity }) => severity === 'info').length])
})
