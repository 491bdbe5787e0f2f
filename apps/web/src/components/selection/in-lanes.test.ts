import { expect, test } from 'vitest'
import { inLanes } from './in-lanes.ts'

test('so many run at once, and what fails holds nothing up', async () => {
  const settled: [number, unknown][] = []
  let running = 0
  let most = 0
  await inLanes([1, 2, 3, 4, 5], {
    lanes: 2,
    work: async (item) => {
      most = Math.max(most, ++running)
      await Promise.resolve()
      running -= 1
      if (item === 2) throw new Error('no')
    },
    settled: (item, error) => settled.push([item, error instanceof Error ? error.message : error]),
    cancelled: () => false,
  })
  expect(most).toBe(2)
  expect(settled.toSorted()).toEqual([
    [1, null],
    [2, 'no'],
    [3, null],
    [4, null],
    [5, null],
  ])
})

test('once cancelled, nothing more begins', async () => {
  const done: number[] = []
  await inLanes([1, 2, 3, 4], {
    lanes: 1,
    work: async () => undefined,
    settled: (item) => done.push(item),
    cancelled: () => done.length === 2,
  })
  expect(done).toEqual([1, 2])
})
