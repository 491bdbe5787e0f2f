import Database, { type Statement } from 'better-sqlite3'
import { GROUP_BLOCKS, oldestGroup } from './blocks.ts'
import { BUSY_TIMEOUT_MS } from './client.ts'
import { HistoryEraser, OLD_ENTRY, type OldEntry } from './history-eraser.ts'
import { SPAN_ENTRIES } from './journal-index.ts'
import type { Bounds, Retention } from './rows.ts'
import { LOG_BYTES } from './write-ahead-log.ts'

/** A turn of deleting is to take so long, in ms: what wants to be written waits no longer for it. */
const TURN_MS = 15
/** What services carried in an hour is kept for so many. */
const HOURS = 31 * 24
const HOUR_MS = 3_600_000
const ENTRIES = { fewest: 20, first: 100, most: 4000 }
/** So many entries are counted in a turn. */
const COUNTED = 20_000

/** What is known of entries before one, whose number comes as a floating-point one. */
const FORGET = [
  `DELETE FROM journal_spans WHERE block < CAST(@seq AS INTEGER) / ${SPAN_ENTRIES}`,
  `DELETE FROM journal_addresses WHERE block_group < ${oldestGroup('journal', '@seq')}`,
]

/** What is known of connections before the first; now the first block begins before all others. */
const FIRST_GROUP = oldestGroup('connections', '(SELECT min(id) FROM connections)')
const FORGET_CONNECTIONS = [
  `DELETE FROM connection_addresses WHERE block_group < ${FIRST_GROUP}`,
  `DELETE FROM connection_blocks WHERE number < (${FIRST_GROUP}) * ${GROUP_BLOCKS}`,
  `UPDATE connection_blocks SET first = '' WHERE number = (SELECT min(number) FROM connection_blocks) AND first <> ''`,
]

/** Up to which `seq` there is nothing left to delete but entries of services that keep theirs longer. */
export type Cleared = { upTo: number }

/**
 * Deletes what is beyond the bounds of the retention, oldest first, a few entries at a time. Freed pages are used again,
 * so that the file stops growing.
 *
 *   round: hours ─▶ bytes of all ─▶ age and number of all others ─▶ age and number of each service with bounds of its own
 */
export class Pruner {
  readonly #database: Database.Database
  readonly #eraser: HistoryEraser
  readonly #cleared: Cleared
  readonly #newest: Statement<[], number>
  readonly #oldest: Statement<[], number>
  readonly #after: Statement<[number, number], OldEntry>
  readonly #ofService: Statement<[string, number], OldEntry>
  readonly #back: Statement<[string, number, number], number>
  readonly #deleteHours: Statement<[number, number]>
  readonly #forget: Statement<{ seq: number }>[]
  readonly #forgetConnections: Statement<[]>[]
  #entries = ENTRIES.first

  /** The database is there and migrated. */
  constructor(path: string, cleared: Cleared) {
    this.#database = new Database(path, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
    this.#database.pragma('synchronous = FULL')
    this.#database.pragma(`journal_size_limit = ${LOG_BYTES}`)
    this.#eraser = new HistoryEraser(this.#database)
    this.#cleared = cleared
    const prepare = this.#database.prepare.bind(this.#database)
    this.#newest = prepare<[], number>(`SELECT seq FROM sqlite_sequence WHERE name = 'journal'`).pluck()
    this.#oldest = prepare<[], number>('SELECT seq FROM journal ORDER BY seq LIMIT 1').pluck()
    this.#after = prepare(`SELECT ${OLD_ENTRY} FROM journal WHERE seq > ? ORDER BY seq LIMIT ?`)
    this.#ofService = prepare(`SELECT ${OLD_ENTRY} FROM journal WHERE service_id = ? ORDER BY seq LIMIT ?`)
    this.#back = prepare<[string, number, number], number>(
      'SELECT seq FROM journal WHERE service_id = ? AND seq < ? ORDER BY seq DESC LIMIT 1 OFFSET ?',
    ).pluck()
    this.#deleteHours = prepare(`
      DELETE FROM traffic_hours
      WHERE rowid IN (SELECT rowid FROM traffic_hours WHERE hour < ? ORDER BY hour LIMIT ?)`)
    this.#forget = FORGET.map((text) => prepare(text))
    this.#forgetConnections = FORGET_CONNECTIONS.map((text) => prepare(text))
  }

  /** One round, to be gone through by `turn`. */
  *round(retention: Retention, now: number): Generator<void> {
    yield* this.#pruneHours(retention.maxAgeMs, now)
    yield* this.#pruneBytes(retention.maxBytes)
    yield* this.#pruneOthers(retention, now)
    for (const [id, bounds] of Object.entries(retention.services)) yield* this.#pruneService(id, bounds, now)
  }

  /** One turn of a round. Answers whether there is more. Throws what SQLite throws; the round is over then. */
  turn(round: Generator<void>): boolean {
    const begin = performance.now()
    const { done = false } = this.#database.transaction(() => round.next()).immediate()
    if (!done) this.#adapt(performance.now() - begin)
    return !done
  }

  close(): void {
    this.#database.close()
  }

  *#pruneHours(maxAgeMs: number | null, now: number): Generator<void> {
    const oldest = Math.floor((now - Math.min(HOURS * HOUR_MS, maxAgeMs ?? Infinity)) / HOUR_MS)
    while (this.#deleteHours.run(oldest, ENTRIES.most).changes > 0) yield
  }

  *#pruneBytes(maxBytes: number | null): Generator<void> {
    while (maxBytes !== null && usedBytes(this.#database) > maxBytes) {
      const entries = this.#after.all(0, this.#entries)
      if (entries.length === 0) return
      this.#erase(entries)
      yield
    }
  }

  *#pruneOthers({ maxAgeMs, maxEntries, services }: Retention, now: number): Generator<void> {
    if (maxAgeMs === null && maxEntries === null) return
    const upTo = maxEntries === null ? 0 : (this.#newest.get() ?? 0) - maxEntries
    const isBeyond = beyond({ maxAgeMs, maxEntries }, now, upTo)
    for (;;) {
      const entries = this.#after.all(this.#cleared.upTo, this.#entries)
      const others = entries.filter(({ serviceId }) => serviceId === null || !(serviceId in services))
      const old = others.filter(isBeyond)
      if (old.length > 0 && !this.#erase(old)) {
        yield
        continue
      }
      const staying = others.find((entry) => !isBeyond(entry))
      this.#cleared.upTo = staying ? staying.seq - 1 : (entries.at(-1)?.seq ?? this.#cleared.upTo)
      if (entries.length === 0 || (staying && old.length === 0)) return
      yield
    }
  }

  *#pruneService(id: string, bounds: Bounds, now: number): Generator<void> {
    const upTo = yield* this.#lastBeyond(id, bounds.maxEntries)
    const isBeyond = beyond(bounds, now, upTo)
    for (;;) {
      const old = this.#ofService.all(id, this.#entries).filter(isBeyond)
      if (old.length === 0) return
      this.#erase(old)
      yield
    }
  }

  /** The newest entry of the service that is one too many; 0 if there is none. */
  *#lastBeyond(id: string, maxEntries: number | null): Generator<void, number> {
    let seq: number | undefined = Number.MAX_SAFE_INTEGER
    for (let left = maxEntries ?? 0; left > 0; left -= COUNTED) {
      seq = this.#back.get(id, seq, Math.min(left, COUNTED) - 1)
      if (seq === undefined) return 0
      yield
    }
    return maxEntries === null ? 0 : seq - 1
  }

  #erase(entries: readonly OldEntry[]): boolean {
    if (!this.#eraser.erase(entries)) return false
    this.#forgetBefore(this.#oldest.get() ?? this.#newest.get() ?? 0)
    return true
  }

  /** What is known of entries before the oldest one, and of connections before theirs. */
  #forgetBefore(seq: number): void {
    for (const statement of this.#forget) statement.run({ seq })
    for (const statement of this.#forgetConnections) statement.run()
  }

  #adapt(ms: number): void {
    if (ms > TURN_MS) this.#entries = Math.max(ENTRIES.fewest, Math.floor(this.#entries / 2))
    else if (ms < TURN_MS / 2) this.#entries = Math.min(ENTRIES.most, this.#entries * 2)
  }
}

/** Whether an entry is too old, or not after the last one that is too many. */
function beyond({ maxAgeMs }: Bounds, now: number, upTo: number): (entry: OldEntry) => boolean {
  const before = maxAgeMs === null ? -Infinity : now - maxAgeMs
  return ({ seq, at }) => at < before || seq <= upTo
}

/** What is in use of the database file, in bytes; free pages within it are used again and do not count. */
export function usedBytes(database: Database.Database): number {
  const pragma = (name: string) => Number(database.pragma(name, { simple: true }))
  return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size')
}
