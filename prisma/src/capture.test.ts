import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { captureBatch } from './testing/capture-batch.ts'
import { append } from './testing/append.ts'
import { connection, entry } from './testing/rows.ts'
import { temporaryDatabase, temporaryStore } from './testing/temporary-store.ts'

const ALL = { connectionId: 'con_1', after: -1, limit: 100, maxBytes: 1_000_000 }

function openDatabase(path: string): Database.Database {
  const database = new Database(path)
  onTestFinished(() => void database.close())
  return database
}

it('answers chunks in order, by direction, and in pages of so many rows or bytes', async () => {
  const { capture } = await temporaryStore()
  const said = ['one', '', 'three', 'four'].map((bytes, ordinal) => {
    return { ordinal, bytes, direction: ordinal % 2 === 0 ? ('in' as const) : ('out' as const) }
  })
  expect(await capture.append(captureBatch('con_1', said))).toBe(true)
  await capture.append(captureBatch('con_2', [{ ordinal: 0, bytes: 'other' }]))
  const texts = async (query: object) =>
    (await capture.chunks({ ...ALL, ...query })).map(({ bytes }) => Buffer.from(bytes).toString())
  expect(await texts({})).toEqual(['one', '', 'three', 'four'])
  expect(await texts({ direction: 'out' })).toEqual(['', 'four'])
  expect(await texts({ after: 1 })).toEqual(['three', 'four'])
  expect(await texts({ limit: 2 })).toEqual(['one', ''])
  expect(await texts({ maxBytes: 8 })).toEqual(['one', '', 'three'])
  expect(await texts({ maxBytes: 1 })).toEqual(['one'])
  expect(await capture.chunks({ ...ALL, limit: 1 })).toMatchObject([
    { ordinal: 0, at: 1_795_239_402_511_000, direction: 'in', offset: 0 },
  ])
})

it('knows where messages end, the same place once', async () => {
  const { capture } = await temporaryStore()
  await capture.append(captureBatch('con_1', [], [9, 4, 9, 20]))
  const query = { connectionId: 'con_1', direction: 'in' as const, from: 4, to: 9 }
  expect(await capture.messageEnds(query)).toEqual([4, 9])
})

it('what was captured goes with its connection', async () => {
  const path = temporaryDatabase()
  const store = await temporaryStore(path)
  for (const id of ['con_1', 'con_2']) {
    await append(store, [entry({ connectionId: id, connection: connection({ id }) })])
    await store.capture.append(captureBatch(id, [{ ordinal: 0, bytes: id }], [5]))
  }
  const database = openDatabase(path)
  database.exec(`DELETE FROM connections WHERE id = 'con_1'`)
  for (const table of ['chunks', 'message_ends']) {
    expect(database.prepare(`SELECT connection_id FROM ${table}`).pluck().all()).toEqual(['con_2'])
  }
})

it('waits for a foreign lock, and gives nothing up', { timeout: 30_000 }, async () => {
  const path = temporaryDatabase()
  const { capture } = await temporaryStore(path)
  const database = openDatabase(path)
  database.exec('BEGIN IMMEDIATE')
  const appended = capture.append(captureBatch('con_1', [{ ordinal: 0, bytes: 'late' }]))
  expect(await capture.chunks(ALL)).toEqual([])
  database.exec('COMMIT')
  expect(await appended).toBe(true)
  expect(await capture.chunks(ALL)).toHaveLength(1)
})

it('what cannot be written is said to be lost', async () => {
  const { capture } = await temporaryStore()
  const twice = captureBatch('con_1', [
    { ordinal: 0, bytes: 'a' },
    { ordinal: 0, bytes: 'b' },
  ])
  expect(await capture.append(twice)).toBe(false)
  expect(await capture.chunks(ALL)).toEqual([])
  expect(await capture.append(captureBatch('con_1', [{ ordinal: 0, bytes: 'c' }]))).toBe(true)
})

it('a killed process has kept every chunk it acknowledged', { timeout: 30_000 }, async () => {
  const path = temporaryDatabase()
  const child = spawn(process.execPath, [join(import.meta.dirname, 'testing/capture-until-killed.ts'), path])
  onTestFinished(() => void child.kill('SIGKILL'))
  let acknowledged = 0
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged = Number(line) + 1
    if (acknowledged > 300) child.kill('SIGKILL')
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  expect(child.signalCode).toBe('SIGKILL')
  const { capture } = await temporaryStore(path)
  const kept = await capture.chunks({ ...ALL, limit: 100_000 })
  expect(acknowledged).toBeGreaterThan(300)
  expect(kept.length).toBeGreaterThanOrEqual(acknowledged)
  expect(kept.every(({ ordinal, bytes }) => Buffer.from(bytes).toString() === `chunk ${ordinal}`)).toBe(true)
})
