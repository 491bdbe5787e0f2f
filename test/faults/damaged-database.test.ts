import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Health, Page, Service } from '@switchboard/contract'
import { expect } from 'vitest'
import { failToStart, startManager, type Manager } from '../support/manager.ts'
import { freePort } from '../support/port.ts'
import { createService, echoOn, tcp } from '../support/services.ts'
import { aManager, temporaryFolder } from '../support/story.ts'
import { storm } from './crowd.ts'
import { row } from './fault.ts'
import { readJournal, tally } from './journal.ts'
import { managerAfter, NO_MOUNT } from './own-mount.ts'

const PAGE = 4096
const CALLS = 200

row(
  {
    row: 35,
    what: 'a page of the history is overwritten while nothing runs',
    expected: 'set aside under a name that says when, told in health and log; services run, numbers go on',
  },
  async () => {
    const { dataDir, database, port, newest } = await usedAndStopped()
    await overwrite(database, 'journal')
    const before = await readFile(database)
    const manager = await aManager({ dataDir })
    const aside = await expectSetAside(manager)
    expect((await readFile(join(dataDir, aside))).equals(before)).toBe(true)
    await runningService(manager)
    expect(await storm(port, 10)).toEqual({ served: 10, refused: 0 })
    await expect.poll(async () => (await readJournal(manager.rest)).at(0)?.seq).toBe(newest + 1)
    return `kept byte for byte as ${aside}`
  },
)

row(
  {
    row: 35,
    what: 'every page of the journal is overwritten at work, calls meanwhile',
    expected: 'the same, and no entry from then on is lost',
  },
  async () => {
    const { dataDir, database, port } = await usedAndStopped()
    const manager = await aManager({ dataDir })
    const service = await runningService(manager)
    const since = (await readJournal(manager.rest)).at(-1)?.seq ?? NaN
    await overwrite(database, 'journal', 'journal_service_id_idx', 'journal_connection_id_idx')
    const { served } = await storm(port, CALLS)
    const aside = await expectSetAside(manager)
    await expect
      .poll(() => tally(manager.rest, service.id))
      .toEqual({ opened: served, closed: served, refused: 0 })
    expect((await readJournal(manager.rest))[0]?.seq).toBeGreaterThan(since)
    return `${served} connections on record afterwards, 0 lost; set aside as ${aside}`
  },
)

row(
  {
    row: 35,
    what: 'the write-ahead log is missing after kill -9',
    expected: 'starts with what the database has',
  },
  async () => {
    const dataDir = await temporaryFolder()
    const first = await startManager({ dataDir })
    await createService(first, echoOn(tcp()))
    await first.kill()
    await rm(join(dataDir, 'switchboard.db-wal'))
    const manager = await aManager({ dataDir })
    await expect.poll(async () => (await healthOf(manager)).status).toBe('ok')
    await createService(manager, { ...echoOn(tcp()), name: 'afterwards' })
    return 'well'
  },
)

row(
  { row: 35, what: 'the database of a newer Switchboard', expected: 'refused in one line, untouched' },
  async () => {
    const { dataDir, database } = await usedAndStopped()
    const newer = new DatabaseSync(database)
    newer.exec(`INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
    VALUES ('x', 'y', 1, '29991231000000_future', 1)`)
    newer.close()
    return expectRefusal(dataDir, {}, 'newer Switchboard')
  },
)

row(
  { row: 35, what: 'a database that cannot be written', expected: 'refused in one line, untouched' },
  async (context) => {
    const { dataDir, database } = await usedAndStopped()
    const elsewhere = join(dataDir, 'read-only')
    await mkdir(elsewhere)
    const mount = `cp '${database}' '${elsewhere}' && mount --bind '${elsewhere}' '${elsewhere}' && mount -o remount,ro,bind '${elsewhere}'`
    const command = managerAfter(mount)
    if (!command) return context.skip(NO_MOUNT)
    const env = { DATABASE_URL: `file:${join(elsewhere, 'switchboard.db')}` }
    return expectRefusal(dataDir, { command, env }, 'EROFS')
  },
)

/** A data directory with an echo service and many connections on record. */
async function usedAndStopped() {
  const dataDir = await temporaryFolder()
  const manager = await startManager({ dataDir })
  const port = await freePort()
  await createService(manager, { ...echoOn(tcp(port)), limits: { connectionRate: null } })
  await storm(port, CALLS)
  expect(await manager.stop()).toBe(0)
  const database = join(dataDir, 'switchboard.db')
  const opened = new DatabaseSync(database)
  const { seq } = opened.prepare(`SELECT seq FROM sqlite_sequence WHERE name = 'journal'`).get() ?? {}
  opened.close()
  return { dataDir, database, port, newest: Number(seq) }
}

/** Every page of these tables and indexes becomes garbage. */
async function overwrite(path: string, ...names: string[]): Promise<void> {
  const database = new DatabaseSync(path, { readOnly: true })
  const pages = names.flatMap((name) =>
    database
      .prepare('SELECT pageno FROM dbstat WHERE name = ?')
      .all(name)
      .map(({ pageno }) => Number(pageno)),
  )
  database.close()
  const file = await open(path, 'r+')
  for (const page of pages) await file.write(Buffer.alloc(PAGE, 0xa5), 0, PAGE, (page - 1) * PAGE)
  await file.close()
}

/** Answers the name of what was set aside. */
async function expectSetAside(manager: Manager): Promise<string> {
  const [aside = 'none'] = (await readdir(manager.dataDir)).filter((name) => /\.damaged-\w+$/.test(name))
  expect(aside).toMatch(/^switchboard\.db\.damaged-\d{8}T\d{9}Z$/)
  await expect.poll(async () => (await healthOf(manager)).checks.store.message).toContain(aside)
  expect((await healthOf(manager)).status).toBe('degraded')
  expect(manager.output.text).toContain(aside)
  return aside
}

async function expectRefusal(dataDir: string, settings: object, words: string): Promise<string> {
  const before = await readFile(join(dataDir, 'switchboard.db'))
  const { code, output } = await failToStart({ dataDir, ...settings })
  expect(code).toBe(1)
  expect(output.trim().split('\n')).toHaveLength(1)
  expect(output).toContain(words)
  expect((await readFile(join(dataDir, 'switchboard.db'))).equals(before)).toBe(true)
  expect((await readdir(dataDir)).filter((name) => name.includes('damaged'))).toEqual([])
  return output.trim().replaceAll(dataDir, '…')
}

const healthOf = async ({ rest }: Manager) => (await rest.get<Health>('/health')).body

/** The one there is, once it runs. */
async function runningService({ rest }: Manager): Promise<Service> {
  const services = async () => (await rest.get<Page<Service>>('/services')).body.items
  await expect.poll(services).toMatchObject([{ name: 'echo-lab', state: 'running' }])
  return (await services())[0] as Service
}
