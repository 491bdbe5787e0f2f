import { encodeBatch } from '@switchboard/journal'
import { once } from 'node:events'
import type { Connection, JournalEntry, Page } from '@switchboard/contract'
import type { ConnectionRecord } from '@switchboard/netcore'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { BLANK_ENTRY, dial, exchange, TestManager } from '../../testing.ts'

let manager: TestManager

beforeAll(async () => {
  manager = await TestManager.start()
})
afterEach(() => manager.clear())
afterAll(() => manager.close())

const closed = (items: Connection[]) => items.length > 0 && items.every(({ state }) => state === 'closed')

// Before the others: here the list is asked for whole.
test('lists page by page and by service, newest first', async () => {
  const one = await manager.echo({ name: 'one' })
  const two = await manager.echo({ name: 'two' })
  for (const service of [one, two, one]) {
    const socket = await dial(service)
    await exchange(socket, 'x')
    socket.end()
    await once(socket, 'close')
  }
  const all = await manager.connections((items) => items.length === 3 && closed(items))
  expect(all.map(({ serviceName }) => serviceName)).toEqual(['one', 'two', 'one'])
  const first = await manager.call<Page<Connection>>('GET', '/connections?limit=2')
  const rest = await manager.call<Page<Connection>>('GET', `/connections?limit=2&before=${first.body.next}`)
  expect([...first.body.items, ...rest.body.items]).toEqual(all)
  expect(rest.body.next).toBeNull()
  const ofTwo = await manager.call<Page<Connection>>('GET', `/connections?service=${two.id}&state=closed`)
  expect(ofTwo.body.items).toEqual([all[1]])
})

test('an open connection shows its live counters, a closed one how it went', async () => {
  const service = await manager.echo()
  const socket = await dial(service)
  await exchange(socket, 'hello')
  const [open] = await manager.connections((items) => items[0]?.bytesOut === 5, '?state=open')
  expect(open).toMatchObject({
    serviceId: service.id,
    serviceName: 'echo-lab',
    protocol: 'echo',
    transport: 'tcp',
    remoteAddress: '127.0.0.1',
    remotePort: socket.localPort,
    state: 'open',
    closedAt: null,
    phase: 'open',
    lastActiveAt: expect.any(String),
    bytesIn: 5,
    closeReason: null,
  })
  socket.end()
  const [past] = await manager.connections(closed, `?service=${service.id}`)
  expect(past).toMatchObject({
    id: open?.id,
    state: 'closed',
    phase: null,
    lastActiveAt: null,
    bytesIn: 5,
    bytesOut: 5,
    closeReason: 'peer-closed',
  })
  expect((await manager.call<Connection>('GET', `/connections/${past?.id}`)).body).toEqual(past)
})

test('a killed connection is cut, and cannot be killed again', async () => {
  const service = await manager.echo()
  const socket = await dial(service)
  const [open] = await manager.connections((items) => items.length === 1, `?service=${service.id}`)
  const end = once(socket.resume(), 'close')
  socket.on('error', () => {})
  expect((await manager.call('DELETE', `/connections/${open?.id}`)).status).toBe(204)
  await end
  const [past] = await manager.connections(closed, `?service=${service.id}`)
  expect(past?.closeReason).toBe('killed')
  const again = await manager.call('DELETE', `/connections/${open?.id}`)
  expect([again.status, again.body.code]).toEqual([409, 'invalid-state'])
  expect(again.body.detail).toContain('killed')
  expect((await manager.call('DELETE', '/connections/unheard-of')).body.code).toBe('not-found')
})

test('its journal tells its life', async () => {
  const service = await manager.echo()
  const socket = await dial(service)
  socket.end()
  const [past] = await manager.connections(closed, `?service=${service.id}`)
  const { body } = await manager.call<Page<JournalEntry>>('GET', `/connections/${past?.id}/journal?after=0`)
  expect(body.items.map(({ type }) => type)).toEqual(['connection.opened', 'connection.closed'])
  expect((await manager.call('GET', '/connections/unheard-of/journal')).status).toBe(404)
})

test('what a dead manager left open is closed on record as manager-lost', async () => {
  const { id } = OPEN
  const entry = { ...BLANK_ENTRY, type: 'connection.opened', connectionId: id, connection: OPEN }
  await manager.app.store.journal.append(encodeBatch([entry]))
  manager = await manager.restart()
  const { body } = await manager.call<Connection>('GET', `/connections/${id}`)
  expect(body).toMatchObject({ id, state: 'closed', closeReason: 'manager-lost' })
})

/** A row as it is left by a manager that was killed. */
const OPEN: ConnectionRecord = {
  id: '01KAJ3V5Q8D5W3M9X0Z2Y4T6R7',
  serviceId: 'svc_01KAJ3V5Q8D5W3M9X0Z2Y4T6R7',
  serviceName: 'echo-lab',
  protocol: 'echo',
  transport: 'tcp',
  localAddress: '127.0.0.1',
  localPort: 7007,
  remoteAddress: '127.0.0.1',
  remotePort: 50_000,
  openedAt: Date.now() - 1000,
  closedAt: null,
  bytesIn: 5,
  bytesOut: 5,
  chunksIn: 1,
  messagesIn: 1,
  messagesOut: 1,
  closeReason: null,
  error: null,
  identity: null,
}
