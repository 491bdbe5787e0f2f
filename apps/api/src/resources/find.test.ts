import type {
  CloseOutcome,
  Connection,
  JournalCount,
  JournalEntry,
  Page,
  Service,
} from '@switchboard/contract'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dial, exchange, TestManager } from '../testing.ts'

let manager: TestManager
let lab: Service
let office: Service

beforeAll(async () => {
  manager = await TestManager.start()
  lab = await manager.echo({ tags: ['lab'] })
  office = await manager.echo({ name: 'office' })
  for (const service of [lab, office, lab]) {
    const socket = await dial(service)
    await exchange(socket, 'hello')
    socket.end()
    await once(socket, 'close')
  }
  await manager.connections((items) => items.length === 3 && items.every(({ state }) => state === 'closed'))
})
afterAll(() => manager.close())

const find = async <Item>(list: string, filter: string, more = '') =>
  (await manager.call<Page<Item>>('GET', `/${list}?filter=${encodeURIComponent(filter)}${more}`)).body

const typesOf = ({ items }: Page<JournalEntry>) => items.map(({ type }) => type)

test('the journal by filter, in both directions and page by page', async () => {
  const filter = 'tag:lab ev:connection.* peer:127.0.0.0/8'
  const all = await find<JournalEntry>('journal', filter)
  expect(typesOf(all)).toEqual(['closed', 'opened', 'closed', 'opened'].map((what) => `connection.${what}`))
  expect(all.next).toBeNull()
  const first = await find<JournalEntry>('journal', filter, '&limit=3')
  const rest = await find<JournalEntry>('journal', filter, `&limit=3&before=${first.next}`)
  expect([...first.items, ...rest.items]).toEqual(all.items)
  const forward = await find<JournalEntry>('journal', filter, '&after=0')
  expect(forward.items).toEqual(all.items.toReversed())
})

test('a filter narrows what is narrowed already', async () => {
  const of = await find<JournalEntry>('journal', 'ev:connection.closed', `&service=${office.id}`)
  expect(of.items.map(({ serviceName, type }) => [serviceName, type])).toEqual([
    ['office', 'connection.closed'],
  ])
  const id = of.items[0]?.connectionId
  expect(typesOf(await find<JournalEntry>(`connections/${id}/journal`, 'reason:peer-closed'))).toEqual([
    'connection.closed',
  ])
})

test('how many there are', async () => {
  const { body } = await manager.call<JournalCount>('GET', '/journal/count?filter=ev:connection.opened')
  expect(body).toEqual({ count: 3, exact: true })
  const all = await manager.call<JournalCount>('GET', '/journal/count')
  expect(all.body.count).toBe((await manager.journal(() => true, '?limit=500')).length)
})

test('connections by filter, in both directions', async () => {
  const found = await find<Connection>('connections', 'svc:echo-* bytes:10')
  expect(found.items.map(({ serviceName }) => serviceName)).toEqual(['echo-lab', 'echo-lab'])
  const all = await find<Connection>('connections', 'state:closed')
  const forward = await find<Connection>('connections', 'state:closed', '&limit=2&after=con_')
  expect(forward.items).toEqual(all.items.toReversed().slice(0, 2))
  const rest = await find<Connection>('connections', 'state:closed', `&limit=2&after=${forward.next}`)
  expect(rest).toEqual({ items: all.items.slice(0, 1), next: null })
  const unfiltered = await manager.call<Page<Connection>>('GET', '/connections?after=con_')
  expect(unfiltered.body.items).toEqual(all.items.toReversed())
})

test('open ones pass by the counters of this moment, and are cut by a filter', async () => {
  const sockets = [await dial(lab), await dial(lab), await dial(office)]
  for (const socket of sockets) await exchange(socket, 'x'.repeat(600))
  const ended = sockets.map(async (socket) => {
    socket.on('error', () => {}).resume()
    await once(socket, 'close')
  })
  const filter = 'svc:echo-lab bytes>=1k'
  await manager.connections((items) => items.length === 2, `?state=open&filter=${encodeURIComponent(filter)}`)

  const close = (body: object) => manager.call<CloseOutcome>('POST', '/connections:close', body)
  expect((await close({ filter, dryRun: true })).body).toEqual({ matched: 2, closed: 0 })
  expect((await close({ filter })).body).toEqual({ matched: 2, closed: 2 })
  await Promise.all(ended.slice(0, 2))
  const open = await manager.connections((items) => items.length === 1, '?state=open')
  expect(open[0]?.serviceName).toBe('office')
  expect((await close({ filter: 'state:open' })).body).toEqual({ matched: 1, closed: 1 })
})

test.each([
  ['GET', '/journal?filter=svc%3Aa%20bytes%3Amany', undefined],
  ['GET', '/journal/count?filter=svc%3Aa%20bytes%3Amany', undefined],
  ['GET', '/connections?filter=svc%3Aa%20bytes%3Amany', undefined],
  ['POST', '/connections:close', { filter: 'svc:a bytes:many' }],
])('%s %s with a mistake in the filter tells where it is', async (method, path, body) => {
  const { status, body: problem } = await manager.call(method, path, body)
  expect([status, problem.code]).toEqual([400, 'validation-failed'])
  expect(problem.errors?.[0]).toMatchObject({ path: '/filter', position: 12, length: 4 })
  expect(problem.errors?.[0]?.expected?.length).toBeGreaterThan(0)
})

test('an empty filter closes nothing', async () => {
  const { status, body } = await manager.call('POST', '/connections:close', { filter: ' ' })
  expect([status, body.code]).toEqual([400, 'validation-failed'])
  expect(body.detail).toContain('state:open')
})
