import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { createClock } from './clock.ts'
import { TimeZone } from './time-zone.ts'

describe('clock', () => {
  const morning = new Date('2026-11-05T09:05:07Z')
  const night = new Date('2026-11-21T00:00:00Z')

  it('writes ctime with the day padded with a blank', () => {
    const clock = createClock('ctime', 'UTC')
    expect(clock(morning)).toBe('Thu Nov  5 09:05:07 2026')
    expect(clock(night)).toBe('Sat Nov 21 00:00:00 2026')
  })

  it('writes datetime, in the time zone asked for', () => {
    expect(createClock('datetime', 'UTC')(morning)).toBe('2026-11-05 09:05:07')
    expect(createClock('datetime', 'Asia/Shanghai')(morning)).toBe('2026-11-05 17:05:07')
  })

  it('knows every zone that can be chosen, by its newer name too', () => {
    for (const zone of TimeZone.anyOf[0].enum) expect(createClock('datetime', zone)(night)).toHaveLength(19)
    for (const zone of ['UTC', 'Asia/Kolkata', 'Asia/Calcutta', null])
      expect(Value.Check(TimeZone, zone), String(zone)).toBe(true)
  })
})
