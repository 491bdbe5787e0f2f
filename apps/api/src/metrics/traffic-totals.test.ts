import { noStats, type Service } from '@switchboard/netcore'
import { expect, test } from 'vitest'
import type { ConfiguredService } from '../resources/services/service-registry.ts'
import { TrafficTotals } from './traffic-totals.ts'

/** A service of which only name and numbers matter. */
function service(id: string, name: string, bytesIn: number): ConfiguredService {
  const settings = { id, name, protocol: 'echo' } as ConfiguredService['settings']
  return { settings, running: { totals: { ...noStats(), bytesIn } } as Service }
}

const bytes = (totals: TrafficTotals) =>
  totals.read().map((series) => [series.service, series.totals.bytesIn] as const)

test('what was counted under a name stays there when its service is renamed or deleted', () => {
  const totals = new TrafficTotals()
  totals.note(service('a', 'first', 10))
  totals.note(service('a', 'second', 10))
  expect(bytes(totals)).toEqual([
    ['first', 10],
    ['second', 0],
  ])
  totals.forget('a')
  totals.note(service('b', 'first', 5))
  expect(bytes(totals)).toEqual([
    ['first', 15],
    ['second', 0],
  ])
})

test('services beyond so many names are counted together', () => {
  const totals = new TrafficTotals(2)
  for (const name of ['a', 'b', 'c', 'd']) totals.note(service(name, name, 1))
  totals.forget('c')
  totals.note(service('e', 'a', 1))
  expect(bytes(totals)).toEqual([
    ['a', 2],
    ['b', 1],
    ['(others)', 2],
  ])
})
