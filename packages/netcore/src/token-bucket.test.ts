import fc from 'fast-check'
import { expect, it } from 'vitest'
import { TokenBucket } from './token-bucket.ts'

it('lets a burst of a tenth of a second through, then makes the taker rest', () => {
  const bucket = new TokenBucket(1000, 0)
  expect(bucket.take(100, 0)).toBe(0)
  expect(bucket.take(500, 0)).toBe(500)
  expect(bucket.available(499)).toBe(0)
  expect(bucket.available(600)).toBe(100)
})

it('keeps the rate over time, whatever is taken, as long as the rests are kept', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 20, maxLength: 60 }), (takes) => {
      const bucket = new TokenBucket(1000, 0)
      let now = 0
      let taken = 0
      for (const tokens of takes) {
        now += bucket.take(tokens, now)
        taken += tokens
      }
      expect(taken).toBeLessThanOrEqual(now + 100)
    }),
  )
})
