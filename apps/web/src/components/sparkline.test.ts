import { expect, test } from 'vitest'
import { sparklinePath } from './sparkline.ts'

const box = { width: 30, height: 10, count: 4 }

test.each([
  [[0, 5, 10, 0], 'M0.0 10.0L10.0 5.0L20.0 0.0L30.0 10.0'],
  [[null, 1, null, 1], 'M10.0 0.0M30.0 0.0'],
  [[0, 0], 'M20.0 10.0L30.0 10.0'],
  [[], ''],
])('%j is drawn %j', (values, path) => {
  expect(sparklinePath(values, box)).toBe(path)
})
