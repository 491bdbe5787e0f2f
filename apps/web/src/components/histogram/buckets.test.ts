import { expect, test } from 'vitest'
import {
  addTo,
  emptyBuckets,
  movedTo,
  spanOf,
  sumOf,
  together,
  withCounted,
  type Buckets,
} from './buckets.ts'

const sums = ({ list }: Buckets) => list.map(sumOf)

function filled(): Buckets {
  const buckets = emptyBuckets(1000, 10, 4)
  for (const at of [999, 1000, 1009, 1010, 1039, 1040]) addTo(buckets, at, 'info')
  return buckets
}

test('an entry belongs to the bucket of its time, and outside of all to none', () => {
  expect(sums(filled())).toEqual([2, 1, 0, 1])
})

test('what was counted is added', () => {
  const counted = { info: [1, 0, 0, 0], warning: [0, 2, 0, 0], error: [0, 0, 0, 3] }
  const about = { from: '', to: '', bucketMs: 10, seq: 9, next: null, countedFrom: null }
  const buckets = withCounted(filled(), { ...about, ...counted })
  expect([sums(buckets), buckets.list[3]]).toEqual([[3, 3, 0, 4], { info: 1, warning: 0, error: 3 }])
})

test('time goes on: the oldest go, empty ones come', () => {
  const moved = movedTo(filled(), 1055)
  expect([moved.from, sums(moved)]).toEqual([1020, [0, 1, 0, 0]])
  expect(sums(movedTo(filled(), 5000))).toEqual([0, 0, 0, 0])
  expect(sums(movedTo(filled(), 1035))).toEqual([2, 1, 0, 1])
})

test('a choice goes from the first bucket to the end of the last', () => {
  expect(spanOf(filled(), { first: 1, last: 2 })).toEqual({ from: 1010, to: 1030 })
  expect(together(filled(), { first: 0, last: 1 })).toEqual({ info: 3, warning: 0, error: 0 })
})
