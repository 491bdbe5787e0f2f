import { DefenderSettings } from '@switchboard/contract'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { Defender } from './defender.ts'

const MINUTE_MS = 60_000
const HOST = '192.0.2.7/32'
const OTHER = '192.0.2.8/32'

function defended(settings: Partial<DefenderSettings> = {}) {
  const clock = { now: 0 }
  const all = { ...Value.Create(DefenderSettings), threshold: 10, ...settings }
  return { clock, defender: new Defender(all, () => clock.now) }
}

describe('scores', () => {
  it('add up by kind and address, and the threshold bans', () => {
    const { defender, clock } = defended()
    expect(defender.offend(HOST, 'authRejected', 2)).toBe(null)
    expect(defender.offend(OTHER, 'authRejected', 4)).toBe(null)
    clock.now = 5000
    expect(defender.offend(HOST, 'protocolError', 5)).toBe(null)
    expect(defender.watched(10)).toEqual({
      hosts: [
        { network: HOST, score: 9, events: { authRejected: 2, protocolError: 5 }, lastAt: 5000 },
        { network: OTHER, score: 8, events: { authRejected: 4 }, lastAt: 0 },
      ],
      total: 2,
    })
    expect(defender.watched(1)).toMatchObject({ hosts: [{ network: HOST }], total: 2 })
    const events = { authRejected: 2, protocolError: 5, fileRejected: 1 }
    expect(defender.offend(HOST, 'fileRejected', 1)).toEqual({
      ...{ network: HOST, score: 10, events, lastAt: 5000 },
    })
    expect(defender.watched(10).hosts.map(({ network }) => network)).toEqual([OTHER])
  })

  it('count for the observation time only, each event for itself', () => {
    const { defender, clock } = defended({ observationTimeMinutes: 30 })
    defender.offend(HOST, 'authRejected', 4)
    clock.now = 29 * MINUTE_MS
    defender.offend(HOST, 'protocolError', 1)
    expect(defender.watched(1).hosts[0]?.score).toBe(9)
    clock.now = 30 * MINUTE_MS
    expect(defender.watched(1).hosts[0]?.score).toBe(1)
    expect(defender.offend(HOST, 'authRejected', 4)).toBe(null)
    clock.now = 90 * MINUTE_MS
    expect(defender.watched(1)).toEqual({ hosts: [], total: 0 })
    defender.offend(HOST, 'authRejected', 1)
    expect(defender.watched(1).hosts[0]?.events).toEqual({ authRejected: 1 })
  })

  it('of nought count nothing, and nothing counts where it is switched off', () => {
    const { defender } = defended({ scoreNoMessage: 0 })
    expect(defender.offend(HOST, 'noMessage', 1_000_000)).toBe(null)
    const off = defended({ enabled: false }).defender
    expect(off.offend(HOST, 'authRejected', 1_000_000)).toBe(null)
    for (const { watched } of [defender, off])
      expect(watched.call(defender, 1)).toEqual({ hosts: [], total: 0 })
  })

  it('begin anew with other settings, and after a ban', () => {
    const { defender } = defended()
    defender.offend(HOST, 'authRejected', 4)
    defender.use({ ...Value.Create(DefenderSettings), threshold: 3 })
    expect(defender.watched(1).total).toBe(0)
    expect(defender.offend(HOST, 'authRejected', 2)?.score).toBe(4)
    expect(defender.offend(HOST, 'authRejected', 1)).toBe(null)
    defender.forget(HOST)
    expect(defender.watched(1).total).toBe(0)
  })

  it('are remembered of the newest hundred thousand only', () => {
    const { defender, clock } = defended()
    for (let at = 0; at <= 100_000; at++) {
      clock.now = at
      defender.offend(`2001:db8:${(at >> 8).toString(16)}:${(at & 255).toString(16)}::/64`, 'authRejected', 1)
      if (at === 50_000) defender.offend('2001:db8:0:0::/64', 'authRejected', 1)
    }
    const { hosts, total } = defender.watched(1)
    expect(total).toBe(100_000)
    expect(hosts[0]).toMatchObject({ network: '2001:db8:0:0::/64', score: 4 })
  })
})

it('bans grow by a part of the ban time each, up to a bound', () => {
  const { defender } = defended({ banTimeMinutes: 30, banTimeIncrement: 50, maxBanTimeMinutes: 70 })
  const minutes = [1, 2, 3, 4, 400].map((count) => defender.banMs(count) / MINUTE_MS)
  expect(minutes).toEqual([30, 45, 60, 70, 70])
})
