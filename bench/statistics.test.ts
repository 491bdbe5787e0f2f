import { expect, it } from 'vitest'
import { median, percentile } from './statistics.ts'

it.each([
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 1, 3, 2], 2.5],
  [[], NaN],
])('the median of %j is %d', (values, expected) => expect(median(values)).toBe(expected))

it('a percentile is a value that was measured: the nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at)
  const shares = [0, 0.5, 0.99, 1]
  expect(shares.map((share) => percentile(hundred, share))).toEqual([1, 50, 99, 100])
  expect(percentile([], 0.5)).toBeNaN()
})
