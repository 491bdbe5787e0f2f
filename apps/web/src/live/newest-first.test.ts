import { expect, test } from 'vitest'
import { addNewest } from './newest-first.ts'

const items = (...ids: string[]) => ids.map((id) => ({ id }))

test('what has just come stands in front, once', () => {
  expect(addNewest(items('b', 'a'), items('c', 'b'), true)).toEqual(items('c', 'b', 'a'))
})

test('a page that meets the known ones is joined to them', () => {
  expect(addNewest(items('c', 'b', 'a'), items('e', 'd', 'c'), false)).toEqual(items('e', 'd', 'c', 'b', 'a'))
})

test('a page behind which there may be a hole replaces the known ones', () => {
  expect(addNewest(items('b', 'a'), items('f', 'e'), false)).toEqual(items('f', 'e'))
})
