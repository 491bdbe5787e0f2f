import { expect, it, onTestFinished } from 'vitest'
import { openClient } from './client.ts'
import { createDatabaseFile } from './database-file.ts'
import { migrate } from './migrate.ts'
import { temporaryDatabase } from './testing/temporary-store.ts'

it('commits durably from the first open on, also after writes and on the next open', async () => {
  const path = temporaryDatabase()
  createDatabaseFile(path)
  migrate(path)
  for (let time = 1; time <= 2; time++) {
    const client = await openClient(path)
    onTestFinished(() => client.$disconnect())
    await client.$executeRaw`INSERT INTO journal (at, type, severity) VALUES (1, 'a', 'info')`
    expect(await client.$queryRaw`PRAGMA synchronous`).toEqual([{ synchronous: 2n }])
    expect(await client.$queryRaw`PRAGMA journal_mode`).toEqual([{ journal_mode: 'wal' }])
    await client.$disconnect()
  }
})

it('a client for reading writes nothing', async () => {
  const path = temporaryDatabase()
  createDatabaseFile(path)
  migrate(path)
  const writer = await openClient(path)
  const reader = await openClient(path, { readonly: true })
  onTestFinished(async () => {
    await reader.$disconnect()
    await writer.$disconnect()
  })
  await expect(reader.service.deleteMany()).rejects.toThrow('readonly')
})
