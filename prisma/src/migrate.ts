import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { explain, sqliteCode } from './sqlite-error.ts'
import { StoreError } from './store-error.ts'

type Migration = { name: string; sql: string; checksum: string }
type Recorded = { migration_name: string; checksum: string; finished_at: number | null }

export const MIGRATIONS_FOLDER = join(import.meta.dirname, '../migrations')
const LOCK_WAIT_MS = 5000

// Word for word what Prisma's own migrate makes, so that `prisma migrate status` and `deploy` agree.
const BOOK = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`

/**
 * Brings the database to this program's schema, each migration in its own transaction. Blocks; not for the main thread.
 * Throws `schema-newer`, `schema-conflict` or `corrupt` without having changed the file, `unavailable` if it stays locked.
 */
export function migrate(path: string, folder = MIGRATIONS_FOLDER): void {
  try {
    withDatabase(path, (database) => {
      const migrations = readMigrations(folder)
      const recorded = readRecorded(database, path)
      refuseStrangers(path, migrations, recorded)
      const done = new Set(recorded.map((row) => row.migration_name))
      for (const migration of migrations) if (!done.has(migration.name)) apply(database, migration)
    })
  } catch (error) {
    throw asStoreError(path, error)
  }
}

function withDatabase(path: string, work: (database: Database.Database) => void): void {
  const database = new Database(path, { timeout: LOCK_WAIT_MS, fileMustExist: true })
  try {
    work(database)
  } finally {
    database.close()
  }
}

function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return names
    .map(({ name }) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function readRecorded(database: Database.Database, path: string): Recorded[] {
  const tables = database
    .prepare<[], string>(`SELECT name FROM sqlite_master WHERE type = 'table'`)
    .pluck()
    .all()
  if (tables.length === 0) return []
  if (!tables.includes('_prisma_migrations')) {
    throw new StoreError(
      'schema-conflict',
      `${path} belongs to another program: set DATABASE_URL to a file of its own.`,
    )
  }
  const columns = 'migration_name, checksum, finished_at'
  return database
    .prepare<[], Recorded>(`SELECT ${columns} FROM _prisma_migrations WHERE rolled_back_at IS NULL`)
    .all()
}

function refuseStrangers(path: string, migrations: Migration[], recorded: Recorded[]): void {
  for (const { migration_name: name, checksum, finished_at } of recorded) {
    const known = migrations.find((migration) => migration.name === name)
    if (!known) {
      const remedy = 'start the newer version again, or restore a backup from before'
      throw new StoreError(
        'schema-newer',
        `${path} was used by a newer Switchboard (migration ${name}): ${remedy}.`,
      )
    }
    if (finished_at === null || checksum !== known.checksum) {
      const what = finished_at === null ? 'did not finish' : 'differs from the one applied'
      const remedy = 'restore a backup, or set it right with "prisma migrate resolve"'
      throw new StoreError('schema-conflict', `${path}: the migration ${name} ${what}: ${remedy}.`)
    }
  }
}

function apply(database: Database.Database, { name, sql, checksum }: Migration): void {
  const columns = 'id, checksum, started_at, finished_at, migration_name, applied_steps_count'
  database
    .transaction(() => {
      const startedAt = Date.now()
      database.exec(BOOK)
      database.exec(sql)
      database
        .prepare(`INSERT INTO _prisma_migrations (${columns}) VALUES (?, ?, ?, ?, ?, 1)`)
        .run(randomUUID(), checksum, startedAt, Date.now(), name)
    })
    .immediate()
}

function asStoreError(path: string, error: unknown): unknown {
  const code = sqliteCode(error)
  if (code === null) return error
  if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT')) {
    const remedy = 'restore it from a backup, or move it away to begin with an empty one'
    return new StoreError('corrupt', `${path} is damaged or not a SQLite database (${code}): ${remedy}.`)
  }
  return new StoreError('unavailable', `The database ${path} cannot be used: ${explain(error)}.`)
}
