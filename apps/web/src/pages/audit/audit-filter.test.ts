import { expect, test } from 'vitest'
import { filterOf } from './audit-filter.ts'

const of = (search: string) => {
  const query = new URLSearchParams(search)
  return filterOf((key) => query.get(key))
}

test('what the address leaves out is not asked for', () => {
  expect(of('')).toEqual({})
  expect(of('actor=ada&action=service.&target=')).toEqual({ actor: 'ada', action: 'service.' })
})

test('days are whole ones here, the last one included', () => {
  expect(of('since=2026-11-20&until=2026-11-21')).toEqual({
    since: new Date(2026, 10, 20).toISOString(),
    until: new Date(2026, 10, 22).toISOString(),
  })
})

test('what is no day is as good as none', () => {
  expect(of('since=yesterday&until=2026-11')).toEqual({})
})
