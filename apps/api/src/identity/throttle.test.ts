import { expect, test } from 'vitest'
import { Throttle } from './throttle.ts'

/** Takes a try if there is one; answers the seconds to wait. */
function tryOnce(throttle: Throttle, key: string, now: number): number {
  const wait = throttle.wait(key, now)
  if (wait === 0) throttle.take(key, now)
  return wait
}

test('ten tries at once, then one every six seconds, for each key apart', () => {
  const throttle = new Throttle({ burst: 10, refillMs: 6_000 })
  const waits = Array.from({ length: 11 }, () => tryOnce(throttle, '127.0.0.1', 0))
  expect(waits).toEqual([...Array<number>(10).fill(0), 6])
  expect(tryOnce(throttle, '127.0.0.1', 5_999)).toBe(1)
  expect(tryOnce(throttle, '127.0.0.1', 6_000)).toBe(0)
  expect(tryOnce(throttle, '127.0.0.1', 6_000)).toBe(6)
  expect(tryOnce(throttle, '127.0.0.2', 6_000)).toBe(0)
})

test('a try that was none is given back, and never more than there are', () => {
  const throttle = new Throttle({ burst: 1, refillMs: 1_000 })
  expect(tryOnce(throttle, 'a', 0)).toBe(0)
  expect(tryOnce(throttle, 'a', 0)).toBe(1)
  throttle.giveBack('a', 0)
  throttle.giveBack('a', 0)
  expect(tryOnce(throttle, 'a', 0)).toBe(0)
  expect(tryOnce(throttle, 'a', 0)).toBe(1)
})

test('a flood of keys pushes out the one that was quiet longest', () => {
  const throttle = new Throttle({ burst: 1, refillMs: 3_600_000 })
  for (let key = 0; key <= 10_000; key++) throttle.take(String(key), 0)
  expect(throttle.wait('10000', 0)).toBeGreaterThan(0)
  expect(throttle.wait('0', 0)).toBe(0)
})
