import { expect, test } from 'vitest'
import { Throttle } from './throttle.ts'

test('ten wrong tokens at once, then one every six seconds, for each address apart', () => {
  const throttle = new Throttle()
  const waits = Array.from({ length: 11 }, () => throttle.fail('127.0.0.1', 0))
  expect(waits).toEqual([...Array<number>(10).fill(0), 6])
  expect(throttle.fail('127.0.0.1', 5_999)).toBe(1)
  expect(throttle.fail('127.0.0.1', 6_000)).toBe(0)
  expect(throttle.fail('127.0.0.1', 6_000)).toBe(6)
  expect(throttle.fail('127.0.0.2', 6_000)).toBe(0)
})
