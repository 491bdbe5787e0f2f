import { expect, test } from 'vitest'
import { historyTime, liveSpanOf, liveTime } from './time-shown.ts'

const NOW = Date.parse('2026-11-21T09:05:07.123Z')

test('live buckets begin where the clock is even, and the last one is of now', () => {
  const { from, width, count } = liveTime(liveSpanOf(null), NOW)
  expect([new Date(from).toISOString(), width, count]).toEqual(['2026-11-21T08:55:10.000Z', 10_000, 60])
  expect(from + width * count).toBeGreaterThan(NOW)
})

test('history is cut into buckets that cover it', () => {
  expect(historyTime(0, 60_000, NOW)).toEqual({ from: 0, width: 1000, count: 60, isLive: false })
  expect(historyTime(0, 7, NOW)).toEqual({ from: 0, width: 1, count: 7, isLive: false })
})

test('a missing end is now, a missing beginning an hour before the end', () => {
  expect(historyTime(NOW - 6000, null, NOW)).toMatchObject({ from: NOW - 6000, width: 100 })
  expect(historyTime(null, NOW, NOW + 5).from).toBe(NOW - 3_600_000)
})
