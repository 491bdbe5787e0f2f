import { describe, expect, it } from 'vitest'
import { append } from './testing/append.ts'
import type { ConnectionRecord } from '@switchboard/journal'
import type { Store } from './store.ts'
import { connection, entryAbout } from './testing/rows.ts'
import { temporaryDatabase, temporaryStore } from './testing/temporary-store.ts'

const ids = (rows: ConnectionRecord[]) => rows.map(({ id }) => id)
const write = (store: Store, ...rows: ConnectionRecord[]) => append(store, rows.map(entryAbout))
const closed = { closedAt: 1_795_239_500_000, closeReason: 'peer-closed' } as const

describe('a connection on record', () => {
  it('appears with the entry that opens it, and ends with the one that closes it', async () => {
    const store = await temporaryStore()
    await write(store, connection())
    expect(await store.connections.get('con_1')).toEqual(connection())

    const end = connection({
      ...closed,
      bytesIn: 5_000_000_000,
      bytesOut: 5,
      chunksIn: 1,
      messagesIn: 2,
      messagesOut: 3,
      error: 'why',
      identity: 'ann',
    })
    await write(store, end)
    expect(await store.connections.get('con_1')).toEqual(end)
  })

  it('is closed when it opened and closed in one batch', async () => {
    const store = await temporaryStore()
    await write(store, connection(), connection({ ...closed, bytesIn: 5 }))
    expect(await store.connections.list({ limit: 9 })).toEqual([connection({ ...closed, bytesIn: 5 })])
    expect(store.journal.newest).toBe(2)
  })

  it('is null where there is none', async () => {
    const store = await temporaryStore()
    expect(await store.connections.get('con_1')).toBeNull()
  })

  it('has no addresses on a Unix socket', async () => {
    const store = await temporaryStore()
    const nowhere = { localAddress: null, localPort: null, remoteAddress: null, remotePort: null }
    const unix = connection({ transport: 'unix', ...nowhere })
    await write(store, unix)
    expect(await store.connections.get('con_1')).toEqual(unix)
  })
})

describe('a page', () => {
  it('runs newest first, filtered by state and service', async () => {
    const store = await temporaryStore()
    await write(
      store,
      connection({ id: 'con_1' }),
      connection({ id: 'con_2', ...closed }),
      connection({ id: 'con_3', serviceId: 'svc_2' }),
      connection({ id: 'con_4' }),
    )
    const list = async (query: object) => ids(await store.connections.list({ limit: 9, ...query }))
    expect(await list({ limit: 3 })).toEqual(['con_4', 'con_3', 'con_2'])
    expect(await list({ before: 'con_2' })).toEqual(['con_1'])
    expect(await list({ state: 'open' })).toEqual(['con_4', 'con_3', 'con_1'])
    expect(await list({ state: 'closed' })).toEqual(['con_2'])
    expect(await list({ serviceId: 'svc_1', state: 'open', before: 'con_4' })).toEqual(['con_1'])
  })
})

describe('after a manager that died', () => {
  it('what was open is closed on record, with an entry each', async () => {
    const path = temporaryDatabase()
    const before = await temporaryStore(path)
    await write(
      before,
      connection({ id: 'con_1', bytesIn: 3, bytesOut: 4 }),
      connection({ id: 'con_2', ...closed }),
    )
    await write(before, connection({ id: 'con_3', openedAt: 9_000_000_000_000 }))
    await before.close()

    const store = await temporaryStore(path)
    const at = 1_795_240_000_000
    expect(await store.connections.closeLost(at)).toBe(2)

    expect(await store.connections.list({ limit: 9, state: 'open' })).toEqual([])
    const lost = await store.connections.get('con_1')
    expect(lost).toEqual(connection({ bytesIn: 3, bytesOut: 4, closedAt: at, closeReason: 'manager-lost' }))
    expect(await store.connections.get('con_2')).toEqual(connection({ id: 'con_2', ...closed }))
    expect((await store.connections.get('con_3'))?.closedAt).toBe(9_000_000_000_000)

    expect(store.journal.newest).toBe(5)
    const [first, second] = await store.journal.list({ after: 3, limit: 9 })
    expect(first).toMatchObject({
      seq: 4,
      at,
      type: 'connection.closed',
      severity: 'warning',
      connectionId: 'con_1',
    })
    expect(first).toMatchObject({ serviceId: 'svc_1', serviceName: 'echo-lab', transport: 'tcp', bytes: 7 })
    expect(first?.detail).toMatchObject({
      reason: 'manager-lost',
      durationMs: 597_489,
      bytesIn: 3,
      bytesOut: 4,
    })
    expect(second).toMatchObject({ seq: 5, connectionId: 'con_3', detail: { durationMs: 0 } })
  })

  it('there is nothing to do where nothing was open', async () => {
    const store = await temporaryStore()
    await write(store, connection(closed))
    expect(await store.connections.closeLost(1)).toBe(0)
    expect(store.journal.newest).toBe(1)
  })
})
