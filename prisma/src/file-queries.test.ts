import { describe, expect, it } from 'vitest'
import type { FileRow } from './rows.ts'
import { file, filePart } from './testing/rows.ts'
import { temporaryDatabase, temporaryStore } from './testing/temporary-store.ts'

const ids = (rows: FileRow[]) => rows.map(({ id }) => id)

describe('a file on record', () => {
  it('is read as it was written, beyond 4 GiB too, and after a new start', async () => {
    const path = temporaryDatabase()
    const store = await temporaryStore(path)
    const row = file({ bytes: 5_000_000_000, name: '日本 "語".txt', remoteAddress: null })
    expect(await store.files.create(row, 'version')).toEqual([])
    expect(await store.files.get('fil_1')).toEqual(row)
    await store.close()
    const again = await temporaryStore(path)
    expect(await again.files.get('fil_1')).toEqual(row)
    expect(await again.files.get('fil_2')).toBeNull()
  })

  it('is answered once when it is deleted', async () => {
    const store = await temporaryStore()
    await store.files.create(file(), 'version')
    expect(await store.files.delete('fil_1')).toEqual(file())
    expect(await store.files.delete('fil_1')).toBeNull()
    expect(await store.files.totals()).toEqual([])
  })

  it('takes its part off the record', async () => {
    const store = await temporaryStore()
    await store.files.keepPart(filePart({ diskName: 'a' }))
    await store.files.keepPart(filePart({ diskName: 'b', keptUntil: 2 }))
    await store.files.keepPart(filePart({ diskName: 'b', keptUntil: 1 }))
    expect(await store.files.parts()).toEqual([
      filePart({ diskName: 'b', keptUntil: 1 }),
      filePart({ diskName: 'a' }),
    ])
    await store.files.create(file({ diskName: 'a' }), 'version')
    expect((await store.files.parts()).map(({ diskName }) => diskName)).toEqual(['b'])
    await store.files.deletePart('b')
    expect(await store.files.parts()).toEqual([])
  })
})

describe('a name that exists', () => {
  it('version: keeps both, and the newest is the one of that name', async () => {
    const store = await temporaryStore()
    await store.files.create(file(), 'version')
    await store.files.create(file({ id: 'fil_2', diskName: 'b' }), 'version')
    expect((await store.files.newest('svc_1', 'hello.txt'))?.id).toBe('fil_2')
    expect(ids(await store.files.newestOfEach('svc_1', 9))).toEqual(['fil_2'])
    expect(ids(await store.files.list({ limit: 9 }))).toEqual(['fil_2', 'fil_1'])
  })

  it('replace: answers the old ones, of the same service only', async () => {
    const store = await temporaryStore()
    await store.files.create(file(), 'version')
    await store.files.create(file({ id: 'fil_2', diskName: 'b', serviceId: 'svc_2' }), 'version')
    const replaced = await store.files.create(file({ id: 'fil_3', diskName: 'c' }), 'replace')
    expect(replaced).toEqual([file()])
    expect(ids(await store.files.list({ limit: 9 }))).toEqual(['fil_3', 'fil_2'])
  })

  it('refuse: leaves everything as it was', async () => {
    const store = await temporaryStore()
    await store.files.create(file(), 'refuse')
    const second = store.files.create(file({ id: 'fil_2', diskName: 'b' }), 'refuse')
    await expect(second).rejects.toMatchObject({ name: 'StoreError', code: 'name-taken' })
    expect(ids(await store.files.list({ limit: 9 }))).toEqual(['fil_1'])
  })
})

it('lists by service and page by page, newest first, with totals and disk names', async () => {
  const store = await temporaryStore()
  const services = ['svc_1', 'svc_2', 'svc_1', 'svc_1']
  for (const [index, serviceId] of services.entries()) {
    const id = `fil_${index}`
    await store.files.create(file({ id, diskName: id, serviceId, name: id, bytes: 10 }), 'version')
  }
  expect(ids(await store.files.list({ limit: 2, serviceId: 'svc_1' }))).toEqual(['fil_3', 'fil_2'])
  const rest = { limit: 2, serviceId: 'svc_1', before: 'fil_2' }
  expect(ids(await store.files.list(rest))).toEqual(['fil_0'])
  expect(ids(await store.files.newestOfEach('svc_1', 2))).toEqual(['fil_3', 'fil_2'])
  expect(await store.files.totals()).toEqual([
    { serviceId: 'svc_1', files: 3, bytes: 30 },
    { serviceId: 'svc_2', files: 1, bytes: 10 },
  ])
  expect((await store.files.diskNames()).toSorted()).toEqual(['fil_0', 'fil_1', 'fil_2', 'fil_3'])
})

it('lists in any order, page by page, also past a file that is gone', async () => {
  const store = await temporaryStore()
  const sizes = [30, 10, 20, 10]
  for (const [index, bytes] of sizes.entries()) {
    const id = `fil_${index}`
    await store.files.create(file({ id, diskName: id, name: `${bytes}`, bytes }), 'version')
  }
  const order = { by: 'bytes', down: true } as const
  expect(ids(await store.files.list({ limit: 9, order }))).toEqual(['fil_0', 'fil_2', 'fil_3', 'fil_1'])
  await store.files.delete('fil_2')
  const place = { id: 'fil_2', value: 20 }
  expect(ids(await store.files.list({ limit: 9, order, place }))).toEqual(['fil_3', 'fil_1'])
  const byName = { order: { by: 'name', down: false }, place: { id: 'fil_1', value: '10' } } as const
  expect(ids(await store.files.list({ limit: 9, ...byName }))).toEqual(['fil_3', 'fil_0'])
  const oldest = { order: { by: 'id', down: false }, place: { id: 'fil_0' } } as const
  expect(ids(await store.files.list({ limit: 1, ...oldest }))).toEqual(['fil_1'])
  const scope = { order, serviceIds: ['svc_other'] }
  expect(await store.files.list({ limit: 9, ...scope })).toEqual([])
})
