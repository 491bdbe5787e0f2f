import { CONNECTION_KEYS, ENTRY_KEYS, type ColumnValue } from '@switchboard/journal'
import type { Database, Statement } from 'better-sqlite3'

/** Entries whose times are kept as one span. The migrations say the same number. */
export const SPAN_ENTRIES = 4096

const AT = ENTRY_KEYS.indexOf('at')
const SERVICE_ID = ENTRY_KEYS.indexOf('serviceId')
const SERVICE_NAME = ENTRY_KEYS.indexOf('serviceName')
const CONNECTION_SERVICE_ID = CONNECTION_KEYS.indexOf('serviceId')
const CONNECTION_SERVICE_NAME = CONNECTION_KEYS.indexOf('serviceName')

type Span = { oldest: number; newest: number }

/**
 * What finding needs to know of all entries and is too small for an index: when those of a block were made, and which
 * names services had. Rows are noted as they are written and kept in the same transaction.
 */
export class JournalIndex {
  readonly #keepSpan: Statement<[number, number, number]>
  readonly #keepName: Statement<[string, string]>
  readonly #known = new Set<string>()
  readonly #spans = new Map<number, Span>()
  readonly #names = new Map<string, [id: string, name: string]>()
  #lastId: ColumnValue = null
  #lastName: ColumnValue = null

  constructor(database: Database) {
    this.#keepSpan = database.prepare(`
      INSERT INTO journal_spans (block, oldest, newest) VALUES (?, ?, ?) ON CONFLICT (block) DO UPDATE
      SET oldest = min(oldest, excluded.oldest), newest = max(newest, excluded.newest)`)
    this.#keepName = database.prepare('INSERT OR IGNORE INTO service_names (service_id, name) VALUES (?, ?)')
  }

  /** A row of the journal, in the order of ENTRY_KEYS. */
  noteEntry(seq: number, row: ColumnValue[]): void {
    this.#noteTime(Math.floor(seq / SPAN_ENTRIES), Number(row[AT]))
    this.#noteName(row[SERVICE_ID] ?? null, row[SERVICE_NAME] ?? null)
  }

  /** A row of the connections, in the order of CONNECTION_KEYS. */
  noteConnection(row: ColumnValue[]): void {
    this.#noteName(row[CONNECTION_SERVICE_ID] ?? null, row[CONNECTION_SERVICE_NAME] ?? null)
  }

  /** Writes what was noted; within the transaction that writes the rows. */
  write(): void {
    for (const [block, { oldest, newest }] of this.#spans) this.#keepSpan.run(block, oldest, newest)
    for (const name of this.#names.values()) this.#keepName.run(...name)
  }

  /** The transaction is over, for good or not. */
  settle(isWritten: boolean): void {
    if (isWritten) for (const key of this.#names.keys()) this.#known.add(key)
    this.#spans.clear()
    this.#names.clear()
    this.#lastName = null
  }

  #noteTime(block: number, at: number): void {
    const span = this.#spans.get(block)
    if (!span) this.#spans.set(block, { oldest: at, newest: at })
    else if (at > span.newest) span.newest = at
    else if (at < span.oldest) span.oldest = at
  }

  #noteName(id: ColumnValue, name: ColumnValue): void {
    if (name === null || (name === this.#lastName && id === this.#lastId)) return
    this.#lastId = id
    this.#lastName = name
    const key = `${id ?? ''}\0${name}`
    if (!this.#known.has(key)) this.#names.set(key, [String(id ?? ''), String(name)])
  }
}
