import type { StatsSeries } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { addMinutes, countOf, minuteOf, newestOf } from './last-minute.ts'

test('a minute is the newest 60 values', () => {
  const bytesIn = Array.from({ length: 600 }, (_, second) => second)
  const minute = minuteOf({ bytesIn } as StatsSeries, 'bytesIn')
  expect([minute.length, minute[0], minute.at(-1)]).toEqual([60, 540, 599])
})

test('a second of which nothing is known is no zero', () => {
  expect(addMinutes([1, null, 3], [10, null, 30])).toEqual([11, null, 33])
  expect(countOf([null, 0.5, 1.5])).toBe(2)
  expect([countOf([0]), countOf([null, null]), countOf(minuteOf(null, 'errors'))]).toEqual([0, null, null])
  expect([newestOf([1, 2, null]), newestOf([null])]).toEqual([2, null])
})
