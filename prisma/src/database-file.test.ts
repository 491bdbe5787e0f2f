import { existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openStore } from './open-store.ts'
import { temporaryDatabase, temporaryFolder, temporaryStore } from './testing/temporary-store.ts'

it('creates a database for its owner only', async () => {
  const path = temporaryDatabase()
  await temporaryStore(path)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(statSync(`${path}-wal`).mode & 0o777).toBe(0o600)
})

it('leaves one file behind when it closes', async () => {
  const path = temporaryDatabase()
  const store = await temporaryStore(path)
  await store.close()
  expect(existsSync(path)).toBe(true)
  expect(existsSync(`${path}-wal`)).toBe(false)
})

it('names the folder that is missing', async () => {
  const folder = join(temporaryFolder(), 'none')
  const opened = openStore({ url: `file:${folder}/switchboard.db` })
  await expect(opened).rejects.toMatchObject({ code: 'unwritable', message: expect.stringContaining(folder) })
  await expect(opened).rejects.toThrow('ENOENT')
})

it('does not take a folder for a file', async () => {
  const path = temporaryDatabase()
  mkdirSync(path)
  await expect(openStore({ url: `file:${path}` })).rejects.toMatchObject({ code: 'unwritable' })
})

it.each(['postgres://localhost/switchboard', 'file:', 'file::memory:', ''])(
  'does not open %j',
  async (url) => {
    const message = expect.stringContaining(`"${url}"`)
    await expect(openStore({ url })).rejects.toMatchObject({ code: 'invalid-url', message })
  },
)
