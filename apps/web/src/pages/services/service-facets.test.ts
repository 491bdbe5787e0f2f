import type { Service } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { facetsOf, facetValues, passing, type Facets } from './service-facets.ts'

const service = (name: string, state: string, protocol: string, ...tags: string[]) =>
  ({ name, state, protocol, tags }) as Service
const services = [
  service('a', 'running', 'echo', 'lab', 'floor 2'),
  service('b', 'failed', 'echo', 'lab'),
  service('c', 'running', 'chat'),
]
const none: Facets = { state: null, protocol: null, tag: null }
const names = (facets: Partial<Facets>) => passing(services, { ...none, ...facets }).map(({ name }) => name)

test('all that is chosen has to fit', () => {
  expect(names({})).toEqual(['a', 'b', 'c'])
  expect(names({ tag: 'lab' })).toEqual(['a', 'b'])
  expect(names({ tag: 'lab', state: 'running' })).toEqual(['a'])
  expect(names({ tag: 'gone' })).toEqual([])
})

test('a choice tells how many services it would list, by what else is chosen', () => {
  const facets: Facets = { ...none, tag: 'lab', state: 'running' }
  expect(facetValues(services, facets, 'state')).toEqual([
    { value: 'running', count: 1 },
    { value: 'failed', count: 1 },
  ])
  expect(facetValues(services, facets, 'tag')).toEqual([
    { value: 'floor 2', count: 1 },
    { value: 'lab', count: 1 },
  ])
  expect(facetValues(services, { ...none, tag: 'gone' }, 'tag')).toContainEqual({ value: 'gone', count: 0 })
})

test('the address is read with care', () => {
  const query = new URLSearchParams('state=flying&tag=lab')
  expect(facetsOf((key) => query.get(key))).toEqual({ ...none, tag: 'lab' })
})
