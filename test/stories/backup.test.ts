import { copyFile, cp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Backup, File, Page, Service } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { callOnAndOn } from '../faults/load.ts'
import { readJournal } from '../faults/journal.ts'
import type { Manager } from '../support/manager.ts'
import { createService, echoOn, portOf, tcp } from '../support/services.ts'
import { aManager, temporaryFolder } from '../support/story.ts'
import { sha256, upload } from '../support/upload.ts'

test('a backup made under load is restored as the documentation says, with all that was acknowledged before', async () => {
  const first = await aManager()
  const echo = await createService(first, { ...echoOn(tcp()), limits: { connectionRate: null } })
  const bytes = Buffer.from('to be kept')
  await uploadTo(first, bytes)
  const calls = Promise.all(Array.from({ length: 8 }, () => callOnAndOn(portOf(echo))))
  await expect.poll(async () => (await readJournal(first.rest)).length).toBeGreaterThan(500)
  const before = await readJournal(first.rest)
  const backup = await makeBackup(first)
  const during = await readJournal(first.rest)
  await first.rest.delete(`/services/${echo.id}`)
  await calls
  expect(during.length).toBeGreaterThan(before.length)

  const copy = join(await temporaryFolder(), 'backup.db')
  const content = await first.rest.fetch(`/backups/${backup.id}/content`)
  await writeFile(copy, Buffer.from(await content.arrayBuffer()))
  await cp(join(first.dataDir, 'files'), join(copy, '../files'), { recursive: true })
  await first.stop()
  for (const name of ['switchboard.db', 'switchboard.db-wal', 'files'])
    await rm(join(first.dataDir, name), { recursive: true, force: true })

  await copyFile(copy, join(first.dataDir, 'switchboard.db'))
  await cp(join(copy, '../files'), join(first.dataDir, 'files'), { recursive: true })
  const restored = await aManager({ dataDir: first.dataDir })
  expect((await readJournal(restored.rest)).slice(0, before.length)).toEqual(before)
  await expect.poll(() => serviceNames(restored)).toEqual(['echo-lab', 'files'])
  const [file] = (await restored.rest.get<Page<File>>('/files')).body.items
  const whole = await restored.rest.fetch(`/files/${file?.id}/content`)
  expect(sha256(Buffer.from(await whole.arrayBuffer()))).toBe(sha256(bytes))
  const database = new DatabaseSync(copy)
  expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  database.close()
})

async function uploadTo(manager: Manager, bytes: Buffer): Promise<void> {
  const service = await createService(manager, {
    name: 'files',
    protocol: 'file-transfer',
    listen: [tcp()],
    desired: 'running',
    options: { reply: 'json' },
  })
  expect(await upload(portOf(service), 'kept', bytes)).toMatchObject({ status: 'ok' })
}

async function makeBackup({ rest }: Manager): Promise<Backup> {
  const { body } = await rest.post<Backup>('/backups')
  const read = async () => (await rest.get<Backup>(`/backups/${body.id}`)).body
  await expect.poll(async () => (await read()).state, { timeout: 30_000 }).toBe('done')
  return read()
}

async function serviceNames({ rest }: Manager): Promise<string[]> {
  const { body } = await rest.get<Page<Service>>('/services')
  return body.items.map(({ name }) => name).toSorted()
}
