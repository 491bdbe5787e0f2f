import type { Database } from 'better-sqlite3'
import type { Sought } from './addresses.ts'
import type { Question } from './condition.ts'
import type { Source, Way } from './sources.ts'
import { join, sql, wrap, type Sql, type SqlValue } from './sql.ts'

export type Key = number | string

/** A search: where, for what, and between which keys (exclusive). */
export type Search = {
  table: 'journal' | 'connections'
  key: 'seq' | 'id'
  /** SQL of the columns to answer. */
  columns: string
  way: Way | null
  /** Without a way: by way of the blocks that may have one of these; null: of the whole table. */
  addresses: readonly Sought[] | null
  condition: Sql
  questions: readonly Question[]
  above: Key
  below: Key
  newestFirst: boolean
}

/** Stretches of time, each `width` milliseconds long, from `from` on. */
export type TimeGrid = { from: number; width: number }

/** How many entries of a severity fall into a stretch of time. */
export type Tally = { bucket: number; severity: string; count: number }

/** Both of the grid are whole numbers. */
export const tallyColumns = ({ from, width }: TimeGrid) =>
  `(journal.at - ${from}) / ${width} AS bucket, journal.severity AS severity, count(*) AS count`

/** The statements of a search, each over the next `size` candidates from one edge on. */
export class Slices {
  readonly #database: Database
  readonly #search: Search

  constructor(database: Database, search: Search) {
    this.#database = database
    this.#search = search
  }

  /** Up to `limit` rows among the candidates. */
  rows<Row>(size: number, limit: number): Row[] {
    const { columns } = this.#search
    const found = this.#found(columns, size)
    return this.#all<Row>(wrap('', found, ` ORDER BY found ${this.#direction} LIMIT ${limit}`))
  }

  /** How many rows there are among the candidates. */
  count(size: number): number {
    const [row] = this.#all<{ count: number }>(this.#found('count(*) AS count', size))
    return row?.count ?? 0
  }

  /** The same of entries, for each stretch of time and severity. */
  histogram(size: number, grid: TimeGrid): Tally[] {
    return this.#all(wrap('', this.#found(tallyColumns(grid), size), ' GROUP BY bucket, severity'))
  }

  /** The key of the last candidate; null if there are fewer. */
  reach(size: number): Key | null {
    const candidates = wrap(
      '',
      this.#candidates(),
      ` ORDER BY found ${this.#direction} LIMIT 1 OFFSET ${size - 1}`,
    )
    return this.#all<{ found: Key }>(candidates)[0]?.found ?? null
  }

  /** The next slice begins behind this key. */
  moveTo(edge: Key): void {
    if (this.#search.newestFirst) this.#search.below = edge
    else this.#search.above = edge
  }

  get #direction(): string {
    return this.#search.newestFirst ? 'DESC' : 'ASC'
  }

  /** The candidates come first, whatever SQLite thinks of the condition's chances. */
  #found(columns: string, size: number): Sql {
    const { table, key, condition } = this.#search
    const candidates = wrap('', this.#candidates(), ` ORDER BY found ${this.#direction} LIMIT ${size}`)
    const from = wrap(
      `SELECT ${columns} FROM (`,
      candidates,
      `) CROSS JOIN ${table} ON ${table}.${key} = found WHERE `,
    )
    return join([from, condition], '')
  }

  #candidates(): Sql {
    const { way, table, key } = this.#search
    if (way?.length === 0) return sql(`SELECT ${key} AS found FROM ${table} WHERE FALSE`)
    const whole: Source = { table, key, where: sql('TRUE') }
    return join(
      (way ?? [whole]).map((source) => this.#keysIn(source)),
      ' UNION ',
    )
  }

  #keysIn({ table, key, where }: Source): Sql {
    const { above, below } = this.#search
    const begin = `SELECT ${key} AS found FROM ${table} WHERE `
    return join([wrap(begin, where, ''), sql(`${key} > ? AND ${key} < ?`, above, below)], ' AND ')
  }

  #all<Row>({ text, values }: Sql): Row[] {
    return this.#database.prepare<SqlValue[], Row>(text).all(...values)
  }
}
