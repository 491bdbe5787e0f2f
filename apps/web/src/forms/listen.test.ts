import type { ListenAddress, Service } from '@switchboard/contract'
import { expect, test } from 'vitest'
import {
  checkable,
  findListenErrors,
  freeName,
  freePort,
  portOwner,
  toDraft,
  toListen,
  type ListenDraft,
} from './listen.ts'

const service = (name: string, ...listen: ListenAddress[]) =>
  ({ id: `svc_${name}`, name, listen, endpoints: [] }) as unknown as Service
const tcp = (port: number): ListenAddress => ({ transport: 'tcp', host: '127.0.0.1', port })
const draft = (changes: Partial<ListenDraft>): ListenDraft => ({ ...toDraft(tcp(7007)), ...changes })

test('an address survives the editor', () => {
  const addresses: ListenAddress[] = [
    tcp(7007),
    { transport: 'udp', host: '::1', port: 0 },
    { transport: 'unix', path: 'a.sock' },
  ]
  expect(addresses.map((address) => toListen(toDraft(address)))).toEqual(addresses)
})

test('each wrong part is named at its row', () => {
  const errors = findListenErrors([
    draft({}),
    draft({ port: 70_000 }),
    draft({ port: '' }),
    draft({ host: ' ' }),
    draft({ transport: 'unix', path: '../x' }),
    draft({ port: '7007' }),
  ])
  expect(errors.map(({ path }) => path)).toEqual([
    '/listen/1/port',
    '/listen/2/port',
    '/listen/3/host',
    '/listen/4/path',
    '/listen/5/port',
  ])
})

test('the machine is asked about addresses that are written out', () => {
  expect(checkable(draft({ port: '7007', host: ' ::1 ' }), 'svc_1')).toEqual({
    transport: 'tcp',
    host: '::1',
    port: 7007,
    serviceId: 'svc_1',
  })
  for (const changes of [{ port: '' }, { port: 0 }, { host: '' }, { transport: 'unix' as const, path: 'a' }])
    expect(checkable(draft(changes))).toBe(null)
})

test('port 0 may stand twice: each takes a free port', () => {
  expect(findListenErrors([draft({ port: 0 }), draft({ port: 0 })])).toEqual([])
})

test('a low well-known port is proposed above 7000, and used ones are passed over', () => {
  expect(freePort(7, [])).toBe(7007)
  expect(freePort(7, [service('a', tcp(7007)), service('b', { transport: 'udp', port: 7008 })])).toBe(7009)
  expect(freePort(9000, [])).toBe(9000)
  expect(freePort(7, [], 7020)).toBe(7020)
})

test('the owner of a port is found by transport, except the service that is edited', () => {
  const services = [service('a', tcp(7007))]
  expect(portOwner(draft({}), services)?.name).toBe('a')
  expect(portOwner(draft({ transport: 'udp' }), services)).toBeUndefined()
  expect(portOwner(draft({}), services, 'svc_a')).toBeUndefined()
  expect(portOwner(draft({ port: 0 }), services)).toBeUndefined()
})

test('who is bound to a port owns it, not who only wants it', () => {
  const bound = { ...service('bound', tcp(7007)), endpoints: [tcp(7007)] } as Service
  const services = [service('wanting', tcp(7007)), bound]
  expect(portOwner(draft({}), services)?.name).toBe('bound')
  expect(portOwner(draft({}), services, 'svc_bound')).toBeUndefined()
})

test('names count up', () => {
  expect(freeName('echo', [service('echo-1'), service('echo-3')])).toBe('echo-2')
})
