import { statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { append } from './testing/append.ts'
import { captureBatch } from './testing/capture-batch.ts'
import { entries } from './testing/rows.ts'
import { temporaryDatabase, temporaryStore } from './testing/temporary-store.ts'
import { LOG_BYTES, logTrouble } from './write-ahead-log.ts'

const MIB = 2 ** 20

it('grows while another program reads, which is told, and then gives the disk back', async () => {
  const path = temporaryDatabase()
  const store = await temporaryStore(path)
  const logBytes = () => statSync(`${path}-wal`).size
  const stranger = new Database(path)
  onTestFinished(() => void stranger.close())
  stranger.exec('BEGIN')
  const seen = () => stranger.prepare('SELECT count(*) FROM journal').pluck().get()
  expect(seen()).toBe(0)

  while (logBytes() < LOG_BYTES + 2 * MIB) await append(store, entries(1000))
  expect(store.health().status).toBe('ok')
  expect(seen()).toBe(0)
  expect(logTrouble(path, LOG_BYTES)).toContain('another program keeps reading')

  stranger.exec('COMMIT')
  for (let times = 0; logBytes() > LOG_BYTES && times < 20; times++) await append(store, entries(1000))
  expect(logBytes()).toBeLessThanOrEqual(LOG_BYTES)
  expect(logTrouble(path, LOG_BYTES)).toBeNull()
})

it('gives the disk back, too, where captured bytes are written next', async () => {
  const path = temporaryDatabase()
  const store = await temporaryStore(path)
  let ordinal = 0
  const write = () => store.capture.append(captureBatch('con_1', [{ ordinal: ordinal++, bytes: 'x' }]))
  await write()
  const stranger = new Database(path)
  onTestFinished(() => void stranger.close())
  stranger.exec('BEGIN')
  stranger.prepare('SELECT count(*) FROM journal').get()
  const logBytes = () => statSync(`${path}-wal`).size
  while (logBytes() < LOG_BYTES + 2 * MIB) await append(store, entries(1000))
  stranger.exec('COMMIT')
  for (let times = 0; logBytes() > LOG_BYTES && times < 20; times++) await write()
  expect(logBytes()).toBeLessThanOrEqual(LOG_BYTES)
})

it('stays short while nobody keeps reading', async () => {
  const path = temporaryDatabase()
  const store = await temporaryStore(path)
  let longest = 0
  for (let times = 0; times < 60; times++) {
    await append(store, entries(1000))
    await store.journal.list({ limit: 10 })
    longest = Math.max(longest, statSync(`${path}-wal`).size)
  }
  expect(longest).toBeLessThanOrEqual(LOG_BYTES)
})
