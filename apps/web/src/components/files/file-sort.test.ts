import { expect, test } from 'vitest'
import { formatFileSort, nextFileSort, parseFileSort } from './file-sort.ts'

test.each([
  ['name', { key: 'name', down: false }],
  ['-bytes', { key: 'bytes', down: true }],
  ['receivedAt', { key: 'receivedAt', down: false }],
  [null, { key: 'receivedAt', down: true }],
  ['colour', { key: 'receivedAt', down: true }],
] as const)('reads %s', (text, sort) => {
  expect(parseFileSort(text)).toEqual(sort)
})

test('the newest first stays out of the address', () => {
  expect(formatFileSort({ key: 'receivedAt', down: true })).toBeNull()
  expect(formatFileSort({ key: 'bytes', down: true })).toBe('-bytes')
})

test('sizes begin with the largest, names with the first; a second press turns it around', () => {
  const usual = parseFileSort(null)
  expect(nextFileSort(usual, 'bytes')).toEqual({ key: 'bytes', down: true })
  expect(nextFileSort(usual, 'name')).toEqual({ key: 'name', down: false })
  expect(nextFileSort(usual, 'receivedAt')).toEqual({ key: 'receivedAt', down: false })
})
