import { STATS_KEYS, type StatsKey, type StatsSeries } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { appendSecond, type StatsMessage } from './stats-series.ts'

const BEGIN = Date.parse('2026-11-21T09:05:07.000Z')
const at = (second: number) => new Date(BEGIN + second * 1000).toISOString()

const columns = (values: (number | null)[]) =>
  Object.fromEntries(STATS_KEYS.map((key) => [key, values])) as Pick<StatsSeries, StatsKey>
const series: StatsSeries = { from: at(0), stepSeconds: 1, ...columns([1, 2, 3]) }

const rates = {
  ...{ connections: 4, refusedConnections: 4, errors: 4, entries: 4 },
  ...{ bytesIn: 4, bytesOut: 4, messagesIn: 4, messagesOut: 4 },
}
const message = (second: number, some: Partial<StatsMessage> = {}): StatsMessage => ({
  type: 'stats',
  id: 's',
  at: at(second),
  totals: { ...rates, openConnections: 4, totalConnections: 99 },
  rates,
  ...some,
})

test('a second that follows comes at the end, and the oldest goes', () => {
  expect(appendSecond(series, message(3))).toEqual({ ...series, from: at(1), ...columns([2, 3, 4]) })
})

test('a second without rates is a gap', () => {
  expect(appendSecond(series, message(3, { rates: null }))).toMatchObject(columns([2, 3, null]))
})

test('a second that is known changes nothing, a leap cannot be told', () => {
  expect(appendSecond(series, message(2))).toBe(series)
  expect(appendSecond(series, message(3, { at: null }))).toBe(series)
  expect(appendSecond(series, message(5))).toBeNull()
})
