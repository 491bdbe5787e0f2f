import { expect, it } from 'vitest'
import { service } from './testing/rows.ts'
import { temporaryDatabase, temporaryStore } from './testing/temporary-store.ts'

it('keeps services over a restart, in the order of their creation', async () => {
  const path = temporaryDatabase()
  const before = await temporaryStore(path)
  const young = service({ id: 'svc_1', name: 'b', createdAt: 2 })
  const old = service({ id: 'svc_2', name: 'a', createdAt: 1 })
  await before.services.create(young)
  await before.services.create(old)
  await before.close()

  const store = await temporaryStore(path)
  expect(await store.services.all()).toEqual([old, young])
})

it('changes a service', async () => {
  const store = await temporaryStore()
  await store.services.create(service())
  const changed = service({ name: 'other', settings: { tags: ['a'] }, desired: 'stopped', revision: 2 })
  await store.services.update(changed)
  expect(await store.services.all()).toEqual([changed])
})

it('gives a name once', async () => {
  const store = await temporaryStore()
  await store.services.create(service({ id: 'svc_1', name: 'a' }))
  await store.services.create(service({ id: 'svc_2', name: 'b' }))
  const taken = { name: 'StoreError', code: 'name-taken', message: expect.stringContaining('"a"') }
  await expect(store.services.create(service({ id: 'svc_3', name: 'a' }))).rejects.toMatchObject(taken)
  await expect(store.services.update(service({ id: 'svc_2', name: 'a' }))).rejects.toMatchObject(taken)
  expect((await store.services.all()).map(({ name }) => name)).toEqual(['a', 'b'])
})

it('does not bring a deleted service back', async () => {
  const store = await temporaryStore()
  await store.services.create(service())
  await store.services.delete('svc_1')
  await store.services.delete('svc_1')
  await expect(store.services.update(service())).rejects.toMatchObject({ code: 'not-found' })
  expect(await store.services.all()).toEqual([])
})
