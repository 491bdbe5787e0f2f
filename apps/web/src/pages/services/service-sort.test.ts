import type { Service } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { BY_NAME, byRank, formatSort, nextSort, parseSort, rankOf, sortServices } from './service-sort.ts'

const service = (name: string, { bytes = 0, port = 7, ...rest }: Record<string, unknown> = {}) =>
  ({
    id: name,
    name,
    state: 'running',
    protocol: 'echo',
    tags: [],
    listen: [{ transport: 'tcp', port }],
    endpoints: [],
    stats: { openConnections: 0, bytesIn: bytes, bytesOut: bytes },
    ...rest,
  }) as unknown as Service

const services = [
  service('chat', { state: 'failed', bytes: 5, port: 700 }),
  service('Echo-2', { bytes: 900, port: 80, tags: ['lab'] }),
  service('echo-10', { bytes: 5, port: 9000 }),
]

test.each([
  ['name', ['chat', 'Echo-2', 'echo-10']],
  ['-name', ['echo-10', 'Echo-2', 'chat']],
  ['-bytes', ['Echo-2', 'chat', 'echo-10']],
  ['state', ['chat', 'Echo-2', 'echo-10']],
  ['address', ['Echo-2', 'chat', 'echo-10']],
  ['tags', ['Echo-2', 'chat', 'echo-10']],
  ['nonsense', ['chat', 'Echo-2', 'echo-10']],
])('sort=%s', (text, names) => {
  expect(sortServices(services, parseSort(text)).map(({ name }) => name)).toEqual(names)
})

test('a column is sorted one way, then the other; the order by name stays out of the address', () => {
  const first = nextSort(BY_NAME, 'bytes')
  expect(formatSort(first)).toBe('-bytes')
  expect(formatSort(nextSort(first, 'bytes'))).toBe('bytes')
  expect(formatSort(nextSort(first, 'name'))).toBe(null)
  expect(parseSort(formatSort(nextSort(BY_NAME, 'name')))).toEqual({ key: 'name', down: true })
})

test('rows that must not move keep their places, and new ones come last', () => {
  const [chat, two, ten] = services
  if (!ten || !two || !chat) throw new Error('three services')
  expect(byRank([chat, two, ten], rankOf([ten, two]))).toEqual([ten, two, chat])
})
