import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Backup, JournalEntry, Page } from '@switchboard/contract'
import { encodeBatch } from '@switchboard/journal'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { BLANK_ENTRY, TestManager } from '../../testing.ts'

let manager: TestManager

beforeEach(async () => void (manager = await TestManager.start()))
afterEach(() => manager.close())

const folder = () => join(manager.dataDir, 'backups')
const append = (count: number) =>
  manager.app.store.journal.append(encodeBatch(Array.from({ length: count }, () => BLANK_ENTRY)))

async function finished(id: string): Promise<Backup> {
  const [backup] = await manager.eventually<Backup>('/backups', (all) =>
    all.some((one) => one.id === id && one.state !== 'running'),
  )
  return backup as Backup
}

test('a backup made at work can be downloaded, and has what was on record before', async () => {
  const { id: serviceId } = await manager.echo()
  const newest = await append(5000)
  const begun = await manager.call<Backup>('POST', '/backups')
  expect(begun.status).toBe(202)
  expect(begun.headers.get('location')).toBe(`/api/v1/backups/${begun.body.id}`)
  expect(begun.body).toMatchObject({ state: 'running', bytes: null, error: null })
  await append(5000)

  const done = await finished(begun.body.id)
  expect(done).toMatchObject({ state: 'done', progress: 1, createdAt: begun.body.createdAt })
  expect((await manager.call<Backup>('GET', `/backups/${done.id}`)).body).toEqual(done)
  const response = await manager.fetch(`/api/v1/backups/${done.id}/content`)
  expect(response.headers.get('content-disposition')).toBe(`attachment; filename="switchboard-${done.id}.db"`)
  const copy = join(manager.dataDir, 'downloaded.db')
  await writeFile(copy, Buffer.from(await response.arrayBuffer()))
  expect((await stat(copy)).size).toBe(done.bytes)
  const database = new DatabaseSync(copy)
  expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  expect(database.prepare('SELECT id FROM services').all()).toEqual([{ id: serviceId }])
  expect(database.prepare('SELECT max(seq) AS newest FROM journal').get()?.['newest']).toBeGreaterThanOrEqual(
    newest,
  )
  database.close()
})

test('is for its owner only, listed after a restart, and gone when it is deleted', async () => {
  const { body } = await manager.call<Backup>('POST', '/backups')
  const done = await finished(body.id)
  const [name = ''] = await readdir(folder())
  expect((await stat(folder())).mode & 0o777).toBe(0o700)
  expect((await stat(join(folder(), name))).mode & 0o777).toBe(0o600)
  await writeFile(join(folder(), 'switchboard-x.db.partial'), 'left by a crash')
  manager = await manager.restart()
  expect((await manager.call<Page<Backup>>('GET', '/backups')).body).toEqual({ items: [done], next: null })
  expect((await manager.call('DELETE', `/backups/${done.id}`)).status).toBe(204)
  expect(await readdir(folder())).toEqual([])
  expect((await manager.call('GET', `/backups/${done.id}`)).body.code).toBe('not-found')
})

test('one at a time, and one that is being made can be cancelled', async () => {
  await append(20_000)
  const { body } = await manager.call<Backup>('POST', '/backups')
  const second = await manager.call('POST', '/backups')
  expect([second.status, second.body.code]).toEqual([409, 'invalid-state'])
  const early = await manager.call('GET', `/backups/${body.id}/content`)
  expect([early.status, early.body.code]).toEqual([409, 'invalid-state'])
  expect((await manager.call('DELETE', `/backups/${body.id}`)).status).toBe(204)
  expect(await readdir(folder())).toEqual([])
  expect((await manager.call<Page<Backup>>('GET', '/backups')).body.items).toEqual([])
})

test('a name from outside is none', async () => {
  for (const id of ['..%2f..%2fsecret.key', 'switchboard', '%00'])
    expect((await manager.call('GET', `/backups/${id}/content`)).status).toBe(404)
})

test('what is restored goes on where the backup was made', async () => {
  await manager.echo()
  const { body } = await manager.call<Backup>('POST', '/backups')
  await finished(body.id)
  const newest = manager.app.store.journal.newest
  const copy = join(folder(), `switchboard-${body.id}.db`)
  const restored = await TestManager.start({ variables: { DATABASE_URL: `file:${copy}` } })
  const [service] = await restored.eventually<{ name: string; state: string }>(
    '/services',
    ([one]) => one?.state === 'running',
  )
  expect(service?.name).toBe('echo-lab')
  const entries = await restored.journal((all) => all.some(({ seq }) => seq > newest))
  expect(new Set(entries.map(({ seq }: JournalEntry) => seq)).size).toBe(entries.length)
  await restored.close()
})
