import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ConnectionRate } from './connection-rate.ts'

function admits(rate: ConnectionRate, now: number): boolean {
  const isAdmitted = !rate.refuses(now)
  if (isAdmitted) rate.count(now)
  return isAdmitted
}

it('admits count connections in seconds, then pauses', () => {
  const rate = new ConnectionRate({ count: 3, seconds: 1, pauseSeconds: 10 })
  expect([0, 100, 200, 300].map((now) => admits(rate, now))).toEqual([true, true, true, false])
  expect(admits(rate, 10_299)).toBe(false)
  expect(admits(rate, 10_300)).toBe(true)
})

it('never admits more than count in any window of seconds', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 300 }), (gaps) => {
      const rate = new ConnectionRate({ count: 4, seconds: 1, pauseSeconds: 0 })
      const admitted: number[] = []
      let now = 0
      for (const gap of gaps) {
        now += gap
        if (admits(rate, now)) admitted.push(now)
      }
      for (const start of admitted) {
        expect(admitted.filter((time) => time >= start && time < start + 1000).length).toBeLessThanOrEqual(4)
      }
    }),
  )
})
