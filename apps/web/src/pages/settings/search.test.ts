import { expect, test } from 'vitest'
import { fits } from './search.ts'

test('a search fits texts with all its words', () => {
  expect(fits('', 'Entries at most')).toBe(true)
  expect(fits(' MOST entr ', 'Entries at most')).toBe(true)
  expect(fits('most bytes', 'Entries at most')).toBe(false)
})
