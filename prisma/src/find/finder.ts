import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ConnectionRecord } from '@switchboard/journal'
import Database from 'better-sqlite3'
import { BLOCKED } from '../blocks.ts'
import { BUSY_TIMEOUT_MS } from '../client.ts'
import type {
  ConnectionQuery,
  EntryFinding,
  Finding,
  Found,
  FoundCount,
  FoundHistogram,
  HistogramQuery,
  JournalQuery,
  JournalRow,
} from '../rows.ts'
import { Turns } from '../turns.ts'
import type { Question } from './condition.ts'
import type { Key, Search } from './search.ts'
import { Slices } from './slices.ts'
import { connectionSearch, entrySearch } from './searches.ts'
import type { SqlValue } from './sql.ts'

/** How long one request looks before it answers what it has, and how long the thread is taken at once; milliseconds. */
const PAGE_MS = 250
const SLICE_MS = 15

/** Candidates of the first slice, and of the largest. */
const FEWEST = 256
const MOST = 65_536

/**
 * Finds entries and connections by filter, on a connection of its own: Prisma knows neither FTS5 nor functions.
 *
 *   filter ─▶ ways by index ─▶ the one with the fewest rows ─▶ slices: candidates by key, condition on each ─▶ page
 *
 * Between two slices others get their turn, and a request ends after 250 ms, wherever it is.
 */
export class Finder {
  readonly #database: Database.Database
  readonly #turns = new Turns()
  #questions: readonly Question[] = []

  /** The database is there and migrated. */
  constructor(path: string) {
    this.#database = new Database(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
    this.#database.function(
      'asks',
      { varargs: true, directOnly: true },
      (question: number, ...values: SqlValue[]) => (this.#questions[question]?.(values) ? 1 : 0),
    )
  }

  async entries(query: JournalQuery & EntryFinding): Promise<Found<JournalRow, number>> {
    const search = entrySearch(this.#database, query)
    const { rows, next } = await this.#page<EntryRow>(search, query.limit, ({ seq }) => seq)
    return { rows: rows.map(toEntry), next: next === null ? null : Number(next) }
  }

  async connections(query: ConnectionQuery & Finding): Promise<Found<ConnectionRecord, string>> {
    const search = connectionSearch(this.#database, query)
    const { rows, next } = await this.#page<ConnectionRecord>(search, query.limit, ({ id }) => id)
    return { rows, next: next === null ? null : String(next) }
  }

  /** Counts for as long as a page may take; from then on it is estimated from the rows looked at. */
  async countEntries(query: Omit<JournalQuery, 'limit'> & EntryFinding): Promise<FoundCount> {
    return this.#count(entrySearch(this.#database, query))
  }

  async countConnections(query: Omit<ConnectionQuery, 'limit'> & Finding): Promise<FoundCount> {
    return this.#count(connectionSearch(this.#database, query))
  }

  /** Counts for as long as a page may take, and says where to go on. */
  async histogram(query: HistogramQuery & Finding): Promise<FoundHistogram> {
    const { from, to, buckets } = query
    // In whole milliseconds: of a short time the last buckets may be empty.
    const bucketMs = Math.ceil((to - from) / buckets)
    const zeros = () => new Array<number>(buckets).fill(0)
    const counts = { info: zeros(), warning: zeros(), error: zeros() }
    const reached = await this.#walk(entrySearch(this.#database, query), (slices, size) => {
      for (const { bucket, severity, count } of slices.histogram(size, { from, width: bucketMs })) {
        const row = counts[severity as keyof typeof counts]
        row[bucket] = (row[bucket] ?? 0) + count
      }
      return false
    })
    const next = reached === null ? null : Number(reached)
    return { ...counts, bucketMs, next, countedFrom: next === null ? null : this.#timeOf(next) }
  }

  /** When an entry was made, or the one after it, should it be gone by now. */
  #timeOf(seq: number): number | null {
    const text = 'SELECT at FROM journal WHERE seq >= ? ORDER BY seq LIMIT 1'
    return this.#database.prepare<[number], number>(text).pluck().get(seq) ?? null
  }

  async #count(search: Search): Promise<FoundCount> {
    const { above } = search
    let count = 0
    const reached = await this.#walk(search, (slices, size) => {
      count += slices.count(size)
      return false
    })
    if (reached === null) return { count, isExact: true }
    return { count: Math.round(count / this.#share(search.table, above, reached)), isExact: false }
  }

  /** Which part of the rows above one key is above another. */
  #share(table: Search['table'], above: Key, reached: Key): number {
    const { key, blockOf } = BLOCKED[table]
    const oldest = `(SELECT min(${key}) FROM ${table} WHERE ${key} > ?)`
    const newest = `(SELECT max(${key}) FROM ${table})`
    const [from, at, to] = this.#database
      .prepare<[Key, Key], number[]>(`SELECT ${blockOf(oldest)}, ${blockOf('?')}, ${blockOf(newest)}`)
      .raw()
      .get(above, reached) ?? [0, 0, 0]
    return ((to ?? 0) - (at ?? 0) + 1) / ((to ?? 0) - (from ?? 0) + 1)
  }

  async #page<Row>(search: Search, limit: number, keyOf: (row: Row) => Key): Promise<Found<Row, Key>> {
    const rows: Row[] = []
    const reached = await this.#walk(search, (slices, size) => {
      rows.push(...slices.rows<Row>(size, limit + 1 - rows.length))
      return rows.length > limit
    })
    const last = rows[limit - 1]
    if (rows.length <= limit || last === undefined) return { rows, next: reached }
    return { rows: rows.slice(0, limit), next: keyOf(last) }
  }

  /** Goes from slice to slice until `look` has enough, time is up or nothing is left: then it answers null. */
  async #walk(search: Search, look: (slices: Slices, size: number) => boolean): Promise<Key | null> {
    const slices = new Slices(this.#database, search)
    const end = performance.now() + PAGE_MS
    let reached: Key | null = null
    for (let size = FEWEST; ;) {
      const slice = await this.#slice(search, () => {
        const isEnough = look(slices, size)
        return { isEnough, reach: isEnough ? reached : slices.reach(size) }
      })
      reached = slice.reach
      if (slice.isEnough || reached === null || performance.now() > end) return reached
      slices.moveTo(reached)
      size = nextSize(size, slice.ms)
    }
  }

  /** What it reads is of one moment. */
  #slice<Result>({ questions }: Search, work: () => Result): Promise<Result & { ms: number }> {
    return this.#turns.take(async () => {
      await nextTurn()
      const began = performance.now()
      this.#questions = questions
      return { ...this.#database.transaction(work)(), ms: performance.now() - began }
    })
  }
}

type EntryRow = Omit<JournalRow, 'detail'> & { detail: string | null }

const toEntry = (row: EntryRow): JournalRow => ({
  ...row,
  detail: row.detail === null ? null : (JSON.parse(row.detail) as Record<string, unknown>),
})

/** So many that the next slice takes its time and no longer. */
function nextSize(size: number, ms: number): number {
  const factor = Math.min(4, Math.max(1 / 4, SLICE_MS / 2 / Math.max(ms, 0.1)))
  return Math.round(Math.min(MOST, Math.max(FEWEST, size * factor)))
}
