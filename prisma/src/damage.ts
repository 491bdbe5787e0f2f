import { existsSync, readdirSync, renameSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { createDatabaseFile } from './database-file.ts'
import { migrate } from './migrate.ts'
import { salvage } from './salvage.ts'
import { StoreError } from './store-error.ts'

/** What SQLite keeps beside a database. */
const COMPANIONS = ['-wal', '-shm']
/** A database of this size is checked whole at every start, which takes a tenth of a second; of a larger one what the start needs. */
const WHOLE_CHECK_BYTES = 32 * 2 ** 20

/**
 * Makes the database if there is none and brings it to this program's schema. One that is damaged is set aside, and
 * a fresh one begun with what can be saved of it. Blocks. Throws what `createDatabaseFile` and `migrate` throw, except
 * `corrupt`.
 */
export function prepareDatabase(path: string): void {
  // Without its database SQLite would delete a log; it may be all that is left.
  if (!existsSync(path) && existsSync(`${path}-wal`)) setAside(path)
  try {
    createDatabaseFile(path)
    migrate(path)
    check(path)
  } catch (error) {
    if (!(error instanceof StoreError && error.code === 'corrupt')) throw error
    beginAfresh(path)
  }
}

/** Sets the damaged database aside and begins a fresh one with what can be saved of it. */
export function beginAfresh(path: string): void {
  const aside = setAside(path)
  createDatabaseFile(path)
  migrate(path)
  salvage(aside, path)
}

/** Which damaged database was set aside last and is still there, in one line; null if there is none. */
export function damageNotice(path: string): string | null {
  const prefix = `${basename(path)}.damaged-`
  const newest = readdirSync(dirname(path))
    .filter((name) => name.startsWith(prefix) && !COMPANIONS.some((suffix) => name.endsWith(suffix)))
    .toSorted()
    .at(-1)
  if (newest === undefined) return null
  const aside = join(dirname(path), newest)
  return `${path} was damaged: it was set aside as ${aside}, and a fresh one begun with the services and files on record: restore a backup, or move that file away`
}

/** Renames the database and its companions, so that nothing of it is lost; answers the new path. */
function setAside(path: string): string {
  const stamp = new Date().toISOString().replace(/[-:.]/g, '')
  const aside = `${path}.damaged-${stamp}`
  for (const suffix of ['', ...COMPANIONS]) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix)
  }
  return aside
}

/** Throws `corrupt`. */
function check(path: string): void {
  const database = new Database(path, { readonly: true })
  try {
    const whole = statSync(path).size <= WHOLE_CHECK_BYTES
    const findings = whole
      ? ['']
      : [
          '(services)',
          '(users)',
          '(api_tokens)',
          '(sessions)',
          '(webhooks)',
          '(bans)',
          '(files)',
          '(file_parts)',
        ]
    for (const what of findings) {
      const finding = database.pragma(`quick_check${what}`, { simple: true })
      if (finding !== 'ok') throw new StoreError('corrupt', `${path} is damaged: ${String(finding)}.`)
    }
  } finally {
    database.close()
  }
}
