import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { append } from './testing/append.ts'
import type { NewEntry } from '@switchboard/journal'
import { connection, entries, entry, entryAbout, service } from './testing/rows.ts'
import { temporaryDatabase, temporaryStore } from './testing/temporary-store.ts'

function openDatabase(path: string): Database.Database {
  const database = new Database(path)
  onTestFinished(() => void database.close())
  return database
}

describe('an append', () => {
  it('takes consecutive numbers in the order of the calls', async () => {
    const store = await temporaryStore()
    const lengths = [1, 2, 1500, 3, 0, 999, 1]
    const firsts = await Promise.all(
      lengths.map((length, call) => append(store, entries(length, call * 10_000))),
    )
    expect(firsts).toEqual([1, 2, 4, 1504, expect.any(Number), 1507, 2506])
    expect(store.journal.newest).toBe(2506)

    const rows = await store.journal.list({ after: 0, limit: 5000 })
    const expected = lengths.flatMap((length, call) =>
      entries(length, call * 10_000).map(({ bytes }) => bytes),
    )
    expect(rows.map(({ bytes }) => bytes)).toEqual(expected)
    expect(rows.map(({ seq }) => seq)).toEqual(expected.map((_, index) => index + 1))
  })

  it('is on the disk when it is acknowledged', async () => {
    const path = temporaryDatabase()
    const store = await temporaryStore(path)
    const stranger = openDatabase(path)
    const newest = stranger.prepare('SELECT max(seq) FROM journal').pluck()
    for (let round = 1; round <= 5; round++) {
      const first = await append(store, entries(10))
      expect(newest.get()).toBe(first + 9)
    }
  })

  it('never takes a number again, after a restart or when rows were deleted', async () => {
    const path = temporaryDatabase()
    const before = await temporaryStore(path)
    await append(before, entries(5))
    openDatabase(path).exec('DELETE FROM journal')
    expect(await append(before, entries(1))).toBe(6)
    openDatabase(path).exec('DELETE FROM journal')
    await before.close()

    const store = await temporaryStore(path)
    expect(store.journal.newest).toBe(6)
    expect(await append(store, entries(1))).toBe(7)
  })

  it('that waits when the store closes is written', async () => {
    const path = temporaryDatabase()
    const store = await temporaryStore(path)
    const appended = append(store, entries(2))
    await store.close()
    expect(await appended).toBe(1)
    expect(openDatabase(path).prepare('SELECT count(*) FROM journal').pluck().get()).toBe(2)
  })

  it('that SQLite refuses is rejected alone, and leaves no trace', async () => {
    const store = await temporaryStore()
    const bad = { ...entryAbout(connection()), severity: null } as unknown as NewEntry
    const answers = await Promise.allSettled([
      append(store, entries(2, 10)),
      append(store, [entry(), bad]),
      append(store, entries(1, 20)),
    ])
    expect(answers).toMatchObject([
      { status: 'fulfilled', value: 1 },
      {
        status: 'rejected',
        reason: { code: 'rejected', message: expect.stringContaining('journal.severity') },
      },
      { status: 'fulfilled', value: 3 },
    ])
    const rows = await store.journal.list({ after: 0, limit: 9 })
    expect(rows.map(({ bytes }) => bytes)).toEqual([10, 11, 20])
    expect(await store.connections.get('con_1')).toBeNull()
    expect(store.health()).toEqual({ status: 'ok', message: null, queued: 0 })
  })
})

describe('while another program locks the database', () => {
  it('entries wait, this thread does not, and nothing is lost', async () => {
    const path = temporaryDatabase()
    const store = await temporaryStore(path)
    await append(store, entries(1))
    const stranger = openDatabase(path)
    stranger.exec('BEGIN IMMEDIATE')

    const start = performance.eventLoopUtilization()
    const appended = [append(store, entries(1500)), append(store, entries(2))]
    await expect
      .poll(() => store.health())
      .toEqual({
        status: 'degraded',
        message: expect.stringContaining('SQLITE_BUSY'),
        queued: 1502,
      })
    await expect(store.services.create(service())).rejects.toMatchObject({ code: 'unavailable' })
    await expect(store.services.create(service())).rejects.toMatchObject({ code: 'unavailable' })
    expect(performance.eventLoopUtilization(start).utilization).toBeLessThan(0.5)
    expect(await store.journal.list({ limit: 9 })).toHaveLength(1)

    stranger.exec('COMMIT')
    expect(await Promise.all(appended)).toEqual([2, 1502])
    await expect.poll(() => store.health()).toEqual({ status: 'ok', message: null, queued: 0 })
    expect(await store.journal.list({ limit: 5000 })).toHaveLength(1503)
  })

  it('rows that SQLite refuses after the wait leave the store in good health', async () => {
    const path = temporaryDatabase()
    const store = await temporaryStore(path)
    const stranger = openDatabase(path)
    stranger.exec('BEGIN IMMEDIATE')
    const bad = { ...entry(), type: null } as unknown as NewEntry
    const answers = Promise.allSettled([append(store, [bad]), append(store, entries(1))])
    await expect.poll(() => store.health().status).toBe('degraded')
    stranger.exec('COMMIT')
    expect(await answers).toMatchObject([{ reason: { code: 'rejected' } }, { value: 1 }])
    await expect.poll(() => store.health()).toEqual({ status: 'ok', message: null, queued: 0 })
  })

  it('closing gives up after its time, for all at once, and says so', { timeout: 15_000 }, async () => {
    const path = temporaryDatabase()
    const store = await temporaryStore(path)
    const stranger = openDatabase(path)
    stranger.exec('BEGIN IMMEDIATE')
    const appended = Array.from({ length: 100 }, () => append(store, entries(1000)))
    const answers = await Promise.allSettled([...appended, store.close()])
    expect(answers.pop()).toMatchObject({ status: 'fulfilled' })
    for (const answer of answers) expect(answer).toMatchObject({ reason: { code: 'unavailable' } })
    await expect(append(store, entries(1))).rejects.toMatchObject({ code: 'unavailable' })
    await expect(store.journal.list({ limit: 1 })).rejects.toMatchObject({ code: 'unavailable' })
  })
})

it('a killed process has kept every entry it acknowledged', { timeout: 30_000 }, async () => {
  const path = temporaryDatabase()
  const child = spawn(process.execPath, [join(import.meta.dirname, 'testing/append-until-killed.ts'), path])
  onTestFinished(() => void child.kill('SIGKILL'))
  const acknowledged: number[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    const [first = 0, length = 0] = line.split(' ').map(Number)
    for (let seq = first; seq < first + length; seq++) acknowledged.push(seq)
    if (acknowledged.length > 3000) child.kill('SIGKILL')
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  expect(child.signalCode).toBe('SIGKILL')
  expect(acknowledged.length).toBeGreaterThan(3000)

  const store = await temporaryStore(path)
  const database = openDatabase(path)
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
  const kept = new Set(database.prepare<[], number>('SELECT seq FROM journal').pluck().all())
  expect(acknowledged.filter((seq) => !kept.has(seq))).toEqual([])
  expect(new Set(acknowledged).size).toBe(acknowledged.length)
  expect(await append(store, entries(1))).toBe(Math.max(...kept) + 1)
})
