import { expect, test } from 'vitest'
import { rangeOf } from './range.ts'

const listed = ['a', 'b', 'c', 'd'].map((id) => ({ id }))

test.each([
  ['b', 'd', ['b', 'c', 'd']],
  ['d', 'b', ['b', 'c', 'd']],
  ['b', 'b', ['b']],
  [null, 'c', ['c']],
  ['gone', 'c', ['c']],
])('from %s to %s', (from, to, ids) => {
  expect(rangeOf(listed, from, to)).toEqual(ids)
})
