import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { migrate, MIGRATIONS_FOLDER } from './migrate.ts'
import { openStore } from './open-store.ts'
import { service } from './testing/rows.ts'
import { temporaryDatabase, temporaryFolder, temporaryStore } from './testing/temporary-store.ts'

const names = readdirSync(MIGRATIONS_FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort()

/** The database of a store that was open once, after somebody has run `sql` on it. */
async function databaseAfter(sql: string): Promise<string> {
  const path = temporaryDatabase()
  await (await temporaryStore(path)).close()
  run(path, (database) => database.exec(sql))
  return path
}

function run<Result>(path: string, work: (database: Database.Database) => Result): Result {
  const database = new Database(path)
  try {
    return work(database)
  } finally {
    database.close()
  }
}

async function expectRefusal(path: string, code: string, words: string): Promise<void> {
  const before = readFileSync(path)
  const message = expect.stringMatching(new RegExp(`^[^\\n]*${words}[^\\n]*$`))
  await expect(openStore({ url: `file:${path}` })).rejects.toMatchObject({
    name: 'StoreError',
    code,
    message,
  })
  expect(readFileSync(path).equals(before)).toBe(true)
}

describe('a new database', () => {
  it('has every migration on record, as Prisma would write it', async () => {
    const path = await databaseAfter('')
    const recorded = run(path, (database) => database.prepare('SELECT * FROM _prisma_migrations').all())
    expect(recorded).toEqual(
      names.map((name) => ({
        id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
        checksum: createHash('sha256')
          .update(readFileSync(join(MIGRATIONS_FOLDER, name, 'migration.sql')))
          .digest('hex'),
        migration_name: name,
        started_at: expect.any(Number),
        finished_at: expect.any(Number),
        applied_steps_count: 1,
        rolled_back_at: null,
        logs: null,
      })),
    )
  })

  it('is migrated once', async () => {
    const path = temporaryDatabase()
    const first = await temporaryStore(path)
    await first.services.create(service())
    await first.close()
    const second = await temporaryStore(path)
    expect(await second.services.all()).toEqual([service()])
    await second.close()
    const count = run(path, (database) =>
      database.prepare('SELECT count(*) FROM _prisma_migrations').pluck().get(),
    )
    expect(count).toBe(names.length)
  })
})

describe('is refused, untouched', () => {
  it('a database of a newer Switchboard', async () => {
    const path = await databaseAfter(
      `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
       VALUES ('x', 'y', 1, '29991231000000_future', 1)`,
    )
    await expectRefusal(path, 'schema-newer', '29991231000000_future')
  })

  it('a database whose migration was another one', async () => {
    const path = await databaseAfter(`UPDATE _prisma_migrations SET checksum = 'other'`)
    await expectRefusal(path, 'schema-conflict', 'differs')
  })

  it('a database whose migration did not finish', async () => {
    const path = await databaseAfter('UPDATE _prisma_migrations SET finished_at = NULL')
    await expectRefusal(path, 'schema-conflict', 'did not finish')
  })

  it("another program's database", async () => {
    const path = temporaryDatabase()
    run(path, (database) => database.exec('CREATE TABLE bookmarks (url TEXT)'))
    await expectRefusal(path, 'schema-conflict', 'another program')
  })
})

it('a migration that fails is taken back whole, and those before it stay', () => {
  const folder = temporaryFolder()
  const write = (name: string, sql: string) => {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'migration.sql'), sql)
  }
  write('1_good', 'CREATE TABLE a (b TEXT);')
  write('2_bad', 'CREATE TABLE c (d TEXT); CREATE TABLE a (b TEXT);')
  const path = temporaryDatabase()
  writeFileSync(path, '')
  expect(() => migrate(path, folder)).toThrow('table a already exists')
  const tables = run(path, (database) =>
    database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).pluck().all(),
  )
  expect(tables).toEqual(['_prisma_migrations', 'a'])
})

it('a migration that was rolled back is applied again', async () => {
  const path = temporaryDatabase()
  run(path, (database) =>
    database.exec(
      `CREATE TABLE _prisma_migrations (
         id TEXT PRIMARY KEY NOT NULL, checksum TEXT NOT NULL, finished_at DATETIME, migration_name TEXT NOT NULL,
         logs TEXT, rolled_back_at DATETIME, started_at DATETIME NOT NULL DEFAULT current_timestamp,
         applied_steps_count INTEGER UNSIGNED NOT NULL DEFAULT 0);
       INSERT INTO _prisma_migrations (id, checksum, migration_name, rolled_back_at) VALUES ('x', 'y', '${names[0]}', 1)`,
    ),
  )
  const store = await temporaryStore(path)
  expect(await store.services.all()).toEqual([])
})
