import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accessProblems, AccessRules, type AccessSettings } from './access.ts'

const noon = new Date(2026, 10, 21, 12, 0)

const decide = (settings: Partial<AccessSettings>, address: string | null, at = noon) =>
  new AccessRules({ allow: [], deny: [], accessTimes: [], ...settings }).decide(address, at)

describe('access rules', () => {
  it('let everybody in where there are none', () => {
    expect(decide({}, '192.0.2.7')).toEqual({ allowed: true, rule: { kind: 'no-match', range: null } })
  })

  it('refuse whoever is not on an allow list', () => {
    expect(decide({ allow: ['10.0.0.0/8'] }, '192.0.2.7')).toEqual({
      allowed: false,
      rule: { kind: 'no-match', range: null },
    })
  })

  it.each([
    ['10.1.2.3', true, '10.1.2.0/24'],
    ['10.1.9.9', false, '10.1.0.0/16'],
    ['10.2.0.1', true, '10.0.0.0/8'],
    ['10.1.2.66', false, '10.1.2.66'],
  ])('let the most specific range decide about %s', (address, allowed, range) => {
    const settings = { allow: ['10.0.0.0/8', '10.1.2.0/24'], deny: ['10.1.0.0/16', '10.1.2.66'] }
    expect(decide(settings, address)).toMatchObject({ allowed, rule: { range } })
  })

  it('deny where both say so equally', () => {
    expect(decide({ allow: ['10.0.0.0/8'], deny: ['10.0.0.0/8'] }, '10.0.0.1').allowed).toBe(false)
  })

  it('know IPv6, and IPv4 inside of it', () => {
    expect(decide({ deny: ['2001:db8::/32'] }, '2001:db8::1').allowed).toBe(false)
    expect(decide({ deny: ['2001:db8::/32'] }, '2001:db9::1').allowed).toBe(true)
    expect(decide({ deny: ['127.0.0.0/8'] }, '::ffff:127.0.0.1').allowed).toBe(false)
    expect(decide({ deny: ['fe80::/10'] }, 'fe80::1%eth0').allowed).toBe(false)
    expect(decide({ deny: ['0.0.0.0/0'] }, '::1').allowed).toBe(true)
  })

  it('have nothing to say about Unix peers but the times', () => {
    expect(decide({ deny: ['0.0.0.0/0'] }, null)).toEqual({
      allowed: true,
      rule: { kind: 'no-address', range: null },
    })
    expect(decide({ accessTimes: ['13:00-14:00'] }, null).allowed).toBe(false)
  })

  it('agree with the arithmetic of masks', () => {
    const bytes = fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 255 })))
    fc.assert(
      fc.property(bytes, bytes, fc.integer({ min: 0, max: 32 }), (network, peer, bits) => {
        const number = (parts: number[]) => parts.reduce((sum, part) => sum * 256 + part, 0)
        const block = 2 ** (32 - bits)
        const same = Math.floor(number(network) / block) === Math.floor(number(peer) / block)
        expect(decide({ deny: [`${network.join('.')}/${bits}`] }, peer.join('.')).allowed).toBe(!same)
      }),
    )
  })
})

describe('access times', () => {
  const at = (day: number, clock: string) => {
    const [hours = 0, minutes = 0] = clock.split(':').map(Number)
    // 2026-11-22 is a Sunday, day 0.
    return new Date(2026, 10, 22 + day, hours, minutes)
  }

  it.each([
    ['08:00-18:00', 3, '08:00', true],
    ['08:00-18:00', 3, '18:00', false],
    ['00:00-24:00', 3, '23:59', true],
    ['Mon-Fri 08:00-18:00', 5, '12:00', true],
    ['Mon-Fri 08:00-18:00', 6, '12:00', false],
    ['Fri-Mon 08:00-18:00', 0, '12:00', true],
    ['Fri-Mon 08:00-18:00', 2, '12:00', false],
    ['Sat 22:00-06:00', 6, '23:00', true],
    ['Sat 22:00-06:00', 0, '05:59', true],
    ['Sat 22:00-06:00', 6, '05:59', false],
    ['Sat 22:00-06:00', 0, '23:00', false],
  ])('%s on day %i at %s: %s', (time, day, clock, allowed) => {
    expect(decide({ accessTimes: [time] }, '127.0.0.1', at(day, clock)).allowed).toBe(allowed)
  })

  it('open whenever one of them does, and name them all when none does', () => {
    const accessTimes = ['08:00-09:00', '11:00-13:00']
    expect(decide({ accessTimes }, '127.0.0.1').allowed).toBe(true)
    expect(decide({ accessTimes }, '127.0.0.1', at(1, '10:00'))).toEqual({
      allowed: false,
      rule: { kind: 'access-times', range: '08:00-09:00, 11:00-13:00' },
    })
  })
})

describe('accessProblems', () => {
  it('names every field that cannot be read', () => {
    const problems = accessProblems({
      allow: ['10.0.0.0/8', '10.0.0.0/33', 'localhost', '10.1'],
      deny: ['::1/129', '0x7f.0.0.1'],
      accessTimes: ['8-18', '08:00-08:00', 'Mo 08:00-18:00', '25:00-26:00', '08:60-09:00'],
    })
    expect(problems.map(({ path }) => path)).toEqual([
      ...['/access/allow/1', '/access/allow/2', '/access/allow/3', '/access/deny/0', '/access/deny/1'],
      ...[0, 1, 2, 3, 4].map((index) => `/access/accessTimes/${index}`),
    ])
    expect(problems[1]?.message).toBe(
      'is "localhost"; it must be an address or a range such as 10.0.0.0/8 or 2001:db8::/32',
    )
  })
})
