import { expect, test } from 'vitest'
import { backoff } from './backoff.ts'

test('waits grow from half a second to fifteen seconds', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 60].map((attempt) => backoff(attempt, () => 0))
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000])
})

test('a random quarter is taken off', () => {
  expect(backoff(3, () => 1)).toBe(1500)
  expect(backoff(3, () => 0.5)).toBe(1750)
})
