import type { Service } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { failedFirst, totals } from './totals.ts'

const service = (name: string, state: Service['state'], bytesIn = 0) =>
  ({ name, state, stats: { openConnections: 1, totalConnections: 2, bytesIn, bytesOut: 1 } }) as Service
const services = [
  service('a', 'running', 10),
  service('b', 'backoff'),
  service('c', 'stopped'),
  service('d', 'failed', 5),
  service('e', 'degraded'),
]

test('trouble comes first, the rest keeps its order', () => {
  expect(failedFirst(services).map(({ name }) => name)).toEqual(['d', 'e', 'b', 'a', 'c'])
})

test('sums go over all services', () => {
  expect(totals(services)).toEqual({
    running: 1,
    troubled: 3,
    openConnections: 5,
    totalConnections: 10,
    bytesIn: 15,
    bytesOut: 5,
  })
})
