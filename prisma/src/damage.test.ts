import {
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { StoreHealth } from './store-threads.ts'
import { append } from './testing/append.ts'
import { entries, file, service } from './testing/rows.ts'
import { temporaryDatabase, temporaryFolder, temporaryStore } from './testing/temporary-store.ts'

const PAGE = 4096

/** The path of a closed database with a service, a file and a journal of many pages. */
async function usedDatabase(): Promise<string> {
  const path = temporaryDatabase()
  const store = await temporaryStore(path)
  await store.services.create(service())
  await store.files.create(file(), 'version')
  await append(store, entries(3000))
  await store.close()
  return path
}

/** Where the pages of a table or index begin, the first one being its root. */
function pagesOf(path: string, name: string): number[] {
  const database = new Database(path)
  const pages = database.prepare<[string], number>('SELECT pageno FROM dbstat WHERE name = ? ORDER BY path')
  const offsets = pages
    .pluck()
    .all(name)
    .map((page) => (page - 1) * PAGE)
  database.close()
  return offsets
}

function overwrite(path: string, offset: number, bytes = Buffer.alloc(PAGE, 0xa5)): void {
  const file = openSync(path, 'r+')
  writeSync(file, bytes, 0, bytes.length, offset)
}

function setAside(path: string): string[] {
  const names = readdirSync(dirname(path)).filter((name) => /\.damaged-\d{8}T\d{9}Z$/.test(name))
  return names.map((name) => join(dirname(path), name))
}

describe('a damaged database is set aside as it is, and a fresh one begun', () => {
  it('where it is no database at all', async () => {
    const path = temporaryDatabase()
    const text = 'Dear diary, this is not SQLite. '.repeat(100)
    writeFileSync(path, text)
    const store = await temporaryStore(path)
    expect(await append(store, entries(1))).toBe(1)
    const [aside = ''] = setAside(path)
    expect(readFileSync(aside, 'utf8')).toBe(text)
    const { status, message } = store.health()
    expect(status).toBe('degraded')
    expect(message).toContain(aside)
  })

  it('where it has lost its end', async () => {
    const path = await usedDatabase()
    const half = readFileSync(path).subarray(0, 2 * PAGE)
    writeFileSync(path, half)
    await temporaryStore(path)
    expect(setAside(path).map((aside) => readFileSync(aside).equals(half))).toEqual([true])
  })

  it('where a page of the history is not one: services and files are saved, and no number repeats', async () => {
    const path = await usedDatabase()
    overwrite(path, pagesOf(path, 'journal').at(-1) ?? NaN)
    const before = readFileSync(path)
    const store = await temporaryStore(path)
    expect(await store.services.all()).toEqual([service()])
    expect(await store.files.get('fil_1')).toEqual(file())
    expect(await append(store, entries(1))).toBe(3001)
    expect(setAside(path).map((aside) => readFileSync(aside).equals(before))).toEqual([true])
  })

  it('where the services cannot be read: what can be is saved', async () => {
    const path = await usedDatabase()
    overwrite(path, pagesOf(path, 'services')[0] ?? NaN)
    const store = await temporaryStore(path)
    expect(await store.services.all()).toEqual([])
    expect(await store.files.get('fil_1')).toEqual(file())
    await store.services.create(service())
  })

  it('twice, under two names', async () => {
    const path = temporaryDatabase()
    for (const text of ['one', 'two']) {
      writeFileSync(path, text.repeat(1000))
      await (await temporaryStore(path)).close()
    }
    expect(setAside(path).map((aside) => readFileSync(aside, 'utf8').slice(0, 3))).toEqual(['one', 'two'])
  })
})

it('a database that breaks at work is replaced at once, and not one entry is lost', async () => {
  const path = await usedDatabase()
  const told: StoreHealth[] = []
  const store = await temporaryStore(path, (health) => told.push(health))
  for (const page of [...pagesOf(path, 'journal'), ...pagesOf(path, 'journal_service_id_idx')])
    overwrite(path, page)
  const firsts = await Promise.all([
    append(store, entries(10)),
    append(store, entries(1500)),
    append(store, entries(1)),
  ])
  expect(firsts).toEqual([3001, 3011, 4511])
  await expect.poll(() => store.services.all()).toEqual([service()])
  await expect.poll(async () => (await store.journal.list({ limit: 5000 })).length).toBe(1511)
  expect(setAside(path)).toHaveLength(1)
  await expect.poll(() => store.health().message).toContain(setAside(path)[0])
  // How much waited when that was told may be on the disk by now.
  expect(told.at(-1)).toEqual({ ...store.health(), queued: expect.any(Number) as number })
  await store.services.create(service({ id: 'svc_2', name: 'other' }))
})

it('is well again once the damaged database was moved away', async () => {
  const path = temporaryDatabase()
  writeFileSync(path, 'no database'.repeat(100))
  const store = await temporaryStore(path)
  const [aside = ''] = setAside(path)
  renameSync(aside, join(temporaryFolder(), basename(aside)))
  await expect.poll(() => store.health()).toEqual({ status: 'ok', message: null, queued: 0 })
})

describe('a write-ahead log', () => {
  it('without its database is kept', async () => {
    const path = temporaryDatabase()
    writeFileSync(`${path}-wal`, 'all that is left')
    await temporaryStore(path)
    expect(setAside(path)).toEqual([])
    const kept = readdirSync(dirname(path)).find((name) => /damaged-.*-wal$/.test(name)) ?? ''
    expect(readFileSync(join(dirname(path), kept), 'utf8')).toBe('all that is left')
  })

  it('that is missing leaves a sound database of what was in it before', async () => {
    const path = await usedDatabase()
    const store = await temporaryStore(path)
    await append(store, entries(5))
    const copy = temporaryDatabase()
    copyFileSync(path, copy)
    const again = await temporaryStore(copy)
    expect(again.health().status).toBe('ok')
    expect(await again.services.all()).toEqual([service()])
    expect(existsSync(`${copy}-wal`)).toBe(true)
  })
})
