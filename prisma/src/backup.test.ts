import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { backUp } from './backup.ts'
import { append } from './testing/append.ts'
import { entries, service } from './testing/rows.ts'
import { temporaryDatabase, temporaryFolder, temporaryStore } from './testing/temporary-store.ts'

it('a copy made under load has everything that was acknowledged before it began, and is sound', async () => {
  const path = temporaryDatabase()
  const store = await temporaryStore(path)
  await store.services.create(service())
  for (let times = 0; times < 20; times++) await append(store, entries(1000))
  const before = store.journal.newest
  let isOver = false
  const load = (async () => {
    while (!isOver) await append(store, entries(100))
  })()

  const folder = temporaryFolder()
  const to = join(folder, 'copy.db')
  const progress: number[] = []
  await backUp({
    url: `file:${path}`,
    to,
    onProgress: (done) => progress.push(done),
    signal: new AbortController().signal,
  })
  isOver = true
  await load
  expect(readdirSync(folder)).toEqual(['copy.db'])
  expect(statSync(to).mode & 0o777).toBe(0o600)
  expect(progress).toEqual(progress.toSorted((a, b) => a - b))
  expect(store.journal.newest).toBeGreaterThan(before)

  const copy = new Database(to)
  expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
  const { count, newest } = copy
    .prepare('SELECT count(*) AS count, max(seq) AS newest FROM journal')
    .get() as Row
  copy.close()
  expect(newest).toBeGreaterThanOrEqual(before)
  expect(count).toBe(newest)
  const restored = await temporaryStore(to)
  expect(await restored.services.all()).toEqual([service()])
  expect(await append(restored, entries(1))).toBe(newest + 1)
})

type Row = { count: number; newest: number }

it('can be cancelled and leaves nothing', async () => {
  const path = temporaryDatabase()
  const store = await temporaryStore(path)
  for (let times = 0; times < 20; times++) await append(store, entries(1000))
  const folder = temporaryFolder()
  const abort = new AbortController()
  const copying = backUp({
    url: `file:${path}`,
    to: join(folder, 'copy.db'),
    onProgress: () => abort.abort(),
    signal: abort.signal,
  })
  await expect(copying).rejects.toMatchObject({ name: 'StoreError', code: 'unavailable' })
  expect(readdirSync(folder)).toEqual([])
})

it('fails where it cannot write', async () => {
  const path = temporaryDatabase()
  await temporaryStore(path)
  const to = join(temporaryFolder(), 'none', 'copy.db')
  const { signal } = new AbortController()
  await expect(backUp({ url: `file:${path}`, to, onProgress: () => undefined, signal })).rejects.toThrow(
    'ENOENT',
  )
})
