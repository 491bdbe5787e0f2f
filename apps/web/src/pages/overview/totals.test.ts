import type { Service } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { countOpen, countStates, failedFirst } from './totals.ts'

const service = (name: string, state: Service['state']) =>
  ({ name, state, stats: { openConnections: 2 } }) as Service
const services = [
  service('a', 'running'),
  service('b', 'backoff'),
  service('c', 'stopped'),
  service('d', 'failed'),
  service('e', 'degraded'),
]

test('trouble comes first, the rest keeps its order', () => {
  expect(failedFirst(services).map(({ name }) => name)).toEqual(['d', 'e', 'b', 'a', 'c'])
})

test('sums go over all services', () => {
  expect(countStates(services)).toEqual({ running: 1, troubled: 3 })
  expect(countOpen(services)).toBe(10)
})
