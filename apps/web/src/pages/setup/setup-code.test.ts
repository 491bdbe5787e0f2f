import { expect, test } from 'vitest'
import { setupCodeOf } from './setup-code.ts'

test.each([
  ['', ''],
  ['#code=7Q4K-M2ZX', '7Q4K-M2ZX'],
  ['#other', ''],
  ['?code=7Q4K', ''],
])('the fragment “%s” carries the code “%s”', (hash, code) => {
  expect(setupCodeOf(hash)).toBe(code)
})
