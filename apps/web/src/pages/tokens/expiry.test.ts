import { expect, test } from 'vitest'
import { EXPIRIES, expiresAt, isExpired } from './expiry.ts'

const now = Date.parse('2026-11-21T12:00:00.000Z')

test('a token ends after so many days, at the end of a day, or never', () => {
  expect(expiresAt('7', '', now)).toBe('2026-11-28T12:00:00.000Z')
  expect(expiresAt('365', '', now)).toBe('2027-11-21T12:00:00.000Z')
  expect(expiresAt('never', '', now)).toBeNull()
  expect(expiresAt('date', '', now)).toBeUndefined()
  const end = new Date(expiresAt('date', '2026-12-24', now) ?? 0)
  expect([end.getFullYear(), end.getMonth(), end.getDate(), end.getHours()]).toEqual([2026, 11, 24, 23])
})

test('every choice leads to an end, a day or none', () => {
  for (const { id } of EXPIRIES) expect(expiresAt(id, '2027-01-01', now)).not.toBeUndefined()
})

test('a token without an end never has ended', () => {
  expect(isExpired({ expiresAt: null }, now)).toBe(false)
  expect(isExpired({ expiresAt: '2026-11-21T12:00:00.000Z' }, now)).toBe(true)
  expect(isExpired({ expiresAt: '2026-11-21T12:00:00.001Z' }, now)).toBe(false)
})
