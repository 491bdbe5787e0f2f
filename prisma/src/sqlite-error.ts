import { StoreError } from './store-error.ts'

/** What a person can do about the failures of a disk; SQLite's own words do for the rest. */
const REMEDIES: [prefix: string, remedy: string][] = [
  ['SQLITE_BUSY', 'another program holds the database locked: end it'],
  ['SQLITE_FULL', 'the disk is full: free some space'],
  ['SQLITE_IOERR', 'the disk cannot be read or written: check it'],
  ['SQLITE_READONLY', 'the database cannot be written: check the permissions of the file and its folder'],
  ['SQLITE_CANTOPEN', 'the database cannot be opened: check the permissions of the file and its folder'],
  ['SQLITE_CORRUPT', 'the database is damaged: restore it from a backup'],
]

/** Failures that lie in the rows themselves: trying again would fail again. */
const FAULTS_OF_DATA = /^SQLITE_(CONSTRAINT|ERROR|MISMATCH|TOOBIG|RANGE)/

type Cause = { originalCode?: unknown; originalMessage?: unknown }
type Failure = {
  code?: unknown
  message?: unknown
  meta?: { driverAdapterError?: { cause?: Cause } }
}

/** SQLite's name for what went wrong (`SQLITE_BUSY` …), whether better-sqlite3 threw or Prisma; null if it was not SQLite. */
export function sqliteCode(error: unknown): string | null {
  const failure = error as Failure
  const code = failure.meta?.driverAdapterError?.cause?.originalCode ?? failure.code
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : null
}

/** Whether the database file itself is broken. Damage to a virtual table (FTS5) is not: that can be built again. */
export function isDamage(error: unknown): boolean {
  return /^SQLITE_(NOTADB|CORRUPT(_INDEX|_SEQUENCE)?)$/.test(sqliteCode(error) ?? '')
}

/** Whether the same rows may pass later: the disk or a lock was the trouble, not they. */
export function isPassing(error: unknown): boolean {
  if (error instanceof StoreError) return error.code === 'unavailable' || error.code === 'unwritable'
  const code = sqliteCode(error)
  return code !== null && !FAULTS_OF_DATA.test(code)
}

/** One line for people: the remedy where there is one, and SQLite's words. */
export function explain(error: unknown): string {
  const code = sqliteCode(error)
  const failure = error as Failure
  const words = String(failure.meta?.driverAdapterError?.cause?.originalMessage ?? failure.message ?? error)
  if (code === null) return words
  const remedy = REMEDIES.find(([prefix]) => code.startsWith(prefix))?.[1]
  return remedy ? `${remedy} (${code}: ${words})` : `${words} (${code})`
}

/** For `catch`: throws SQLite's failures as `unavailable`, `what` first; others as they are. */
export function unavailable(what: string): (error: unknown) => never {
  return (error) => {
    if (sqliteCode(error) === null) throw error
    throw new StoreError('unavailable', `${what}: ${explain(error)}.`)
  }
}
