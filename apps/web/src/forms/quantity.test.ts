import { expect, test } from 'vitest'
import { describeQuantity, parseQuantity, quantityOf } from './quantity.ts'

test('the end of a key names the unit', () => {
  expect(['idleTimeoutMs', 'maxBytes', 'bandwidthBytesPerSecond', 'count'].map(quantityOf)).toEqual([
    'ms',
    'bytes',
    'bytes-per-second',
    null,
  ])
})

test.each([
  ['bytes', '64k', 65_536],
  ['bytes', '1.5 MiB', 1_572_864],
  ['bytes-per-second', '2 MB/s', 2_097_152],
  ['bytes-per-second', '512 B/s', 512],
  ['ms', '250ms', 250],
  ['ms', '5 min', 300_000],
  ['ms', '1.5h', 5_400_000],
] as const)('%s: %s is %i', (quantity, typed, value) => {
  expect(parseQuantity(quantity, typed)).toBe(value)
})

test.each([
  ['ms', '5 parsecs'],
  ['bytes', 'k'],
  ['bytes', '-4k'],
  ['ms', '64k'],
] as const)('%s: %s has no unit that fits', (quantity, typed) => {
  expect(parseQuantity(quantity, typed)).toBeUndefined()
})

test('numbers are told in units that people read', () => {
  expect(describeQuantity('ms', 300_000)).toBe('5 m 00 s')
  expect(describeQuantity('bytes', 65_536)).toBe('64.0 KiB')
  expect(describeQuantity('bytes-per-second', 1_048_576)).toBe('1.0 MiB/s')
})
