import { expect, test } from 'vitest'
import { SampleRing } from './sample-ring.ts'
import { IDLE, SAMPLE_SIZE, type Sample } from './sample.ts'

const LENGTH = 150
const busy = (value: number): Sample => new Array<number>(SAMPLE_SIZE).fill(value)
const kinds = [null, IDLE, busy(1), busy(2)]

/** Steps as they may come, from a short list of numbers that looks random. */
function* steps(count: number): Generator<{ ahead: number; sample: Sample | null }> {
  for (let step = 0, state = 7; step < count; step++) {
    state = (state * 48_271) % 2_147_483_647
    const isLeap = state % 41 === 0
    // A kind often stays for a while, so that whole blocks are the same.
    yield {
      ahead: isLeap ? state % 400 : 1,
      sample: kinds[Math.floor(step / 97 + (state % 50 ? 0 : 1)) % 4] ?? null,
    }
  }
}

test('it has what was put into it: gaps, idle times and numbers, over leaps and more than once around', () => {
  const ring = new SampleRing(LENGTH)
  const model = new Map<number, Sample | null>()
  let newest = 1_795_239_402
  for (const { ahead, sample } of steps(3000)) {
    newest += ahead
    ring.put(newest, sample)
    model.set(newest, sample)
    if (newest % 5 > 0) continue
    const numbers = Array.from({ length: LENGTH }, (_, ago) => newest - ago)
    const held = numbers.map((number) => ring.at(number)?.[0] ?? null)
    expect(held).toEqual(numbers.map((number) => model.get(number)?.[0] ?? null))
  }
})

test('what is older than its length, or not yet there, is not known', () => {
  const ring = new SampleRing(LENGTH)
  for (let number = 0; number < 500; number++) ring.put(number, IDLE)
  expect([ring.at(500 - LENGTH), ring.at(499 - LENGTH), ring.at(500)]).toEqual([IDLE, null, null])
})

test('after an earlier number everything begins anew', () => {
  const ring = new SampleRing(LENGTH)
  ring.put(1000, busy(1))
  ring.put(900, busy(2))
  expect([ring.at(1000), ring.at(899), ring.at(900)?.[0]]).toEqual([null, null, 2])
})
