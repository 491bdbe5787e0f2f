import { afterEach, expect, test } from 'vitest'
import { preferences } from '../shell/preferences.svelte.ts'
import { formatClock, formatDay, formatExact, formatFull, formatMoment, startOfDay } from './time.ts'

const AT = '2026-11-21T21:05:07.123Z'

afterEach(() => {
  preferences.set('times', 'local')
  preferences.set('hours', '24')
})

test('moments of other days carry their date', () => {
  const now = new Date(2026, 10, 21, 12)
  expect(formatMoment(new Date(2026, 10, 21, 9, 5, 7).toISOString(), now)).toBe('09:05:07')
  expect(formatMoment(new Date(2026, 10, 20, 9, 5, 7).toISOString(), now)).toBe('20 Nov 09:05:07')
})

test('a time of day in UTC says so; a day alone needs not', () => {
  preferences.set('times', 'utc')
  expect(formatClock(AT)).toBe('21:05:07.123 UTC')
  expect(formatFull(AT)).toBe('21 Nov 2026, 21:05:07 UTC')
  expect(formatExact(AT)).toBe('21 Nov 2026, 21:05:07.123 UTC')
  expect(formatMoment(AT, new Date('2026-11-21T00:00:00Z'))).toBe('21:05:07 UTC')
  expect(formatMoment(AT, new Date('2026-11-22T00:00:00Z'))).toBe('21 Nov 21:05:07 UTC')
  expect(formatDay(AT)).toBe('21 Nov 2026')
})

test('hours are counted as the language of the browser does, when that is wished', () => {
  preferences.set('times', 'utc')
  preferences.set('hours', 'locale')
  const halves = new Intl.DateTimeFormat(navigator.language, { hour: 'numeric' }).resolvedOptions().hour12
  expect(formatClock(AT)).toBe(halves ? '09:05:07.123 pm UTC' : '21:05:07.123 UTC')
})

test('days begin where the reader is, or in UTC', () => {
  expect(startOfDay('2026-12-24')).toEqual(new Date(2026, 11, 24))
  expect(startOfDay('2026-12-31', 1)).toEqual(new Date(2027, 0, 1))
  preferences.set('times', 'utc')
  expect(startOfDay('2026-12-24')?.toISOString()).toBe('2026-12-24T00:00:00.000Z')
  expect(startOfDay('24.12.')).toBeNull()
})
