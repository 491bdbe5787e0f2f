import Database, { type Statement } from 'better-sqlite3'
import { BUSY_TIMEOUT_MS } from './client.ts'
import { SPAN_ENTRIES } from './journal-index.ts'
import type { Retention } from './rows.ts'

/** A turn of deleting is to take so long, in ms: what wants to be written waits no longer for it. */
const TURN_MS = 8
const ROWS = { fewest: 20, first: 100, most: 2000 }

type Edge = { seq: number; at: number }

/**
 * Deletes what is beyond the bounds of the retention, oldest first, a few rows at a time. Entries go first, then closed
 * connections of which no entry is left; what belongs to a row (its text in the full-text index, captured chunks, how
 * far a chat was read) goes with it by triggers of the migrations. Freed pages are used again, so that the file stops
 * growing.
 */
export class Pruner {
  readonly #database: Database.Database
  readonly #oldest: Statement<[], Edge>
  readonly #newest: Statement<[], { seq: number }>
  readonly #deleteEntries: Statement<[number, number, number]>
  readonly #deleteSpans: Statement<[number]>
  readonly #deleteBlocks: Statement<[number]>
  readonly #deleteConnectionBlocks: Statement<[]>
  readonly #connectionsAfter: Statement<[string, number], { id: string; isDone: number }>
  readonly #deleteConnections: Statement<[string]>
  #rows = ROWS.first

  /** The database is there and migrated. */
  constructor(path: string) {
    this.#database = new Database(path, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
    this.#database.pragma('synchronous = FULL')
    const prepare = this.#database.prepare.bind(this.#database)
    this.#oldest = prepare('SELECT seq, at FROM journal ORDER BY seq LIMIT 1') as Statement<[], Edge>
    this.#newest = prepare(`SELECT seq FROM sqlite_sequence WHERE name = 'journal'`) as Statement<
      [],
      { seq: number }
    >
    this.#deleteEntries = prepare(`
      DELETE FROM journal WHERE seq IN (
        SELECT seq FROM (SELECT seq, at FROM journal ORDER BY seq LIMIT ?) WHERE at < ? OR seq <= ?)`)
    this.#deleteSpans = prepare('DELETE FROM journal_spans WHERE block < ?')
    this.#deleteBlocks = prepare(`
      DELETE FROM journal_blocks WHERE first < (SELECT max(first) FROM journal_blocks WHERE first <= ?)`)
    this.#deleteConnectionBlocks = prepare(`
      DELETE FROM connection_blocks WHERE first < (
        SELECT max(first) FROM connection_blocks WHERE first <= (SELECT min(id) FROM connections))`)
    this.#connectionsAfter = prepare(`
      SELECT id, closed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM journal WHERE connection_id = id) AS isDone
      FROM connections WHERE id > ? ORDER BY id LIMIT ?`) as Statement<
      [string, number],
      { id: string; isDone: number }
    >
    this.#deleteConnections = prepare('DELETE FROM connections WHERE id IN (SELECT value FROM json_each(?))')
  }

  /** One turn. Answers whether there was something to delete, and so may be more. Throws what SQLite throws. */
  prune(retention: Retention, now: number): boolean {
    const begin = performance.now()
    const deleted = this.#database.transaction(() => this.#delete(retention, now)).immediate()
    if (deleted > 0) this.#adapt(performance.now() - begin)
    return deleted > 0
  }

  close(): void {
    this.#database.close()
  }

  #delete({ maxAgeMs, maxEntries, maxBytes }: Retention, now: number): number {
    const newest = this.#newest.get()?.seq ?? 0
    const before = maxAgeMs === null ? -Infinity : now - maxAgeMs
    const upTo = maxEntries === null ? 0 : newest - maxEntries
    const isTooLarge = maxBytes !== null && usedBytes(this.#database) > maxBytes
    const { changes } = this.#deleteEntries.run(this.#rows, before, isTooLarge ? newest : upTo)
    if (changes > 0) this.#forgetBefore(this.#oldest.get()?.seq ?? newest)
    return changes + this.#deleteLeft()
  }

  /** What is known of entries before the oldest one. */
  #forgetBefore(seq: number): void {
    this.#deleteSpans.run(Math.floor(seq / SPAN_ENTRIES))
    this.#deleteBlocks.run(seq)
  }

  /** The oldest connections that are over and of which the journal tells nothing any more. */
  #deleteLeft(): number {
    const done: string[] = []
    for (let after = '', left = this.#rows; left > 0;) {
      const batch = this.#connectionsAfter.all(after, left)
      done.push(...batch.filter(({ isDone }) => isDone).map(({ id }) => id))
      const kept = batch.filter(({ isDone }) => !isDone).length
      if (batch.length === 0 || kept > batch.length / 2) break
      after = batch.at(-1)?.id ?? ''
      left -= batch.length
    }
    if (done.length === 0) return 0
    const { changes } = this.#deleteConnections.run(JSON.stringify(done))
    this.#deleteConnectionBlocks.run()
    return changes
  }

  #adapt(ms: number): void {
    if (ms > TURN_MS) this.#rows = Math.max(ROWS.fewest, Math.floor(this.#rows / 2))
    else if (ms < TURN_MS / 2) this.#rows = Math.min(ROWS.most, this.#rows * 2)
  }
}

/** What is in use of the database file, in bytes; free pages within it are used again and do not count. */
export function usedBytes(database: Database.Database): number {
  const pragma = (name: string) => Number(database.pragma(name, { simple: true }))
  return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size')
}
