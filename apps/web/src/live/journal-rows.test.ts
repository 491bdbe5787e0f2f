import type { JournalEntry } from '@switchboard/contract'
import { beforeEach, expect, test } from 'vitest'
import { entryRows, indexOfRow, JournalRows, rowsAfter, type GapRow } from './journal-rows.ts'

const entry = (seq: number): JournalEntry => ({
  seq,
  at: '2026-11-21T09:05:07.123Z',
  type: 'connection.opened',
  severity: 'info',
  serviceId: 'svc_1',
  serviceName: 'echo-1',
  connectionId: 'c1',
  transport: 'tcp',
  remoteAddress: '127.0.0.1',
  remotePort: 50_000,
  direction: null,
  bytes: null,
  preview: null,
  detail: null,
})
const entries = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => entry(from + i))
const gap = (seq: number, to: number): GapRow => ({ kind: 'gap', seq, to })

let rows: JournalRows
const seqs = () => rows.list.map((row) => (row.kind === 'gap' ? `${row.seq}-${row.to}` : row.seq))

beforeEach(() => {
  rows = new JournalRows()
})

test('entries that come twice are shown once', () => {
  expect(rows.append(entryRows(entries(1, 3)))).toBe(3)
  expect(rows.append(entryRows(entries(2, 5)))).toBe(2)
  expect(seqs()).toEqual([1, 2, 3, 4, 5])
})

test('a page of older entries goes in front and moves the first row', () => {
  rows.append(entryRows(entries(10, 11)))
  rows.prepend([...entries(7, 10)].reverse())
  expect(seqs()).toEqual([7, 8, 9, 10, 11])
  expect(rows.first).toBe(-3)
})

test('a first page makes its newest entry known', () => {
  rows.prepend([...entries(4, 6)].reverse())
  expect(rows.append(entryRows(entries(5, 7)))).toBe(1)
  expect(seqs()).toEqual([4, 5, 6, 7])
})

test('the oldest rows go when there are too many', () => {
  rows.append(entryRows(entries(1, 10)))
  expect(rows.trim(4)).toBe(6)
  expect(seqs()).toEqual([7, 8, 9, 10])
  expect(rows.first).toBe(6)
  expect(rows.trim(4)).toBe(0)
})

test('a row is found by its seq', () => {
  rows.append([...entryRows(entries(3, 4)), gap(7, 9), ...entryRows(entries(10, 11))])
  rows.divide(4, 'restarted')
  expect([3, 4, 4.5, 7, 10, 11].map((seq) => indexOfRow(rows.list, seq))).toEqual([0, 1, 2, 3, 4, 5])
  expect([1, 5, 8, 12].map((seq) => indexOfRow(rows.list, seq))).toEqual([-1, -1, -1, -1])
})

test('a gap stands in the order and is filled page by page', () => {
  rows.append([...entryRows(entries(1, 2)), gap(3, 8), ...entryRows(entries(9, 9))])
  expect(seqs()).toEqual([1, 2, '3-8', 9])

  rows.fill(rows.list[2] as GapRow, entries(3, 5), false)
  expect(seqs()).toEqual([1, 2, 3, 4, 5, '6-8', 9])

  rows.fill(rows.list[5] as GapRow, entries(6, 20), false)
  expect(seqs()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
})

test('the newest gap that is still one is told', () => {
  rows.append([gap(1, 2), ...entryRows(entries(3, 3)), gap(4, 8), ...entryRows(entries(9, 9))])
  expect(rows.gap?.seq).toBe(4)
  rows.fill(rows.list[2] as GapRow, entries(4, 5), false)
  expect(rows.gap?.seq).toBe(6)
  rows.fill(rows.list[4] as GapRow, entries(6, 8), true)
  expect(rows.gap?.seq).toBe(1)
  rows.trim(3)
  expect(rows.gap).toBeNull()
})

test('words stand behind what was known, also when newer entries are there already', () => {
  rows.append(entryRows(entries(1, 2)))
  rows.divide(2, 'restarted')
  rows.append(entryRows(entries(3, 4)))
  rows.divide(2, 'older ones are gone')
  expect(rows.list.map((row) => (row.kind === 'divider' ? row.text : row.seq))).toEqual([
    ...[1, 2, 'restarted · older ones are gone', 3, 4],
  ])
  expect(rows.append(entryRows(entries(4, 5)))).toBe(1)
})

test('a gap without any entry of this view disappears', () => {
  rows.append([gap(3, 8)])
  rows.fill(rows.list[0] as GapRow, [], true)
  expect(seqs()).toEqual([])
  expect(rows.append(entryRows(entries(7, 9)))).toBe(1)
})

test('a page that lies far back is joined by a gap that can be read on', () => {
  rows.prepend([...entries(90, 91)].reverse())
  rows.prependUnread(13)
  rows.prepend([...entries(10, 12)].reverse())
  expect(seqs()).toEqual([10, 11, 12, '13-89', 90, 91])
  expect(rows.first).toBe(-6)
  const [unread] = rows.list.filter((row) => row.kind === 'gap')
  if (unread) rows.fill(unread, entries(13, 14), false)
  expect(rows.list[5]).toEqual({ kind: 'gap', seq: 15, to: 89, unread: true })
})

test('there is no gap before a row that follows at once', () => {
  rows.prepend([...entries(90, 91)].reverse())
  rows.prependUnread(90)
  expect(seqs()).toEqual([90, 91])
})

test('a cleared log begins with a mark, and keeps what was before', () => {
  rows.append(entryRows(entries(1, 3)))
  expect(rowsAfter(rows.list, null)).toBe(rows.list)
  expect(rowsAfter(rows.list, 2).map(({ kind, seq }) => `${kind} ${seq}`)).toEqual([
    'cleared 2.25',
    'entry 3',
  ])
  expect(rowsAfter(rows.list, 9).map(({ kind }) => kind)).toEqual(['cleared'])
})
