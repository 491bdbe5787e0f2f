import type { Database } from 'better-sqlite3'
import { AddressKeys, type Portion } from './address-keys.ts'
import type { Key, Search, Tally, TimeGrid } from './search.ts'
import { isAddress, isIndexPart, type IndexPart } from './sources.ts'
import { EVERYTHING, join, sql, wrap, type Sql, type SqlValue } from './sql.ts'

/** Both of the grid are whole numbers. */
export const tallyColumns = ({ from, width }: TimeGrid) =>
  `(journal.at - ${from}) / ${width} AS bucket, journal.severity AS severity, count(*) AS count`

/** The statements of a search, each over the next `size` candidates from one edge on. */
export class Slices {
  readonly #database: Database
  readonly #search: Search
  /** The parts of the way: of indexes, and all that are addresses. */
  readonly #parts: IndexPart[]
  readonly #addresses: AddressKeys | null
  #portion: Portion | null = null

  constructor(database: Database, search: Search) {
    const { table, key, way } = search
    const whole: IndexPart = { table, key, where: EVERYTHING }
    const ranges = way?.filter(isAddress) ?? []
    this.#database = database
    this.#search = search
    this.#parts = way?.filter(isIndexPart) ?? [whole]
    this.#addresses = ranges.length === 0 ? null : new AddressKeys(database, search, ranges)
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

  /** The key to go on behind; null if there are no more candidates. */
  reach(size: number): Key | null {
    const candidates = wrap(
      '',
      this.#candidates(size),
      ` ORDER BY found ${this.#direction} LIMIT 1 OFFSET ${size - 1}`,
    )
    return this.#all<{ found: Key }>(candidates)[0]?.found ?? this.#portion?.edge ?? null
  }

  /** The next slice begins behind this key. */
  moveTo(edge: Key): void {
    if (this.#search.newestFirst) this.#search.below = edge
    else this.#search.above = edge
    this.#portion = null
  }

  get #direction(): string {
    return this.#search.newestFirst ? 'DESC' : 'ASC'
  }

  /** The candidates come first, whatever SQLite thinks of the condition's chances. */
  #found(columns: string, size: number): Sql {
    const { table, key, condition } = this.#search
    const candidates = wrap('', this.#candidates(size), ` ORDER BY found ${this.#direction} LIMIT ${size}`)
    const from = wrap(
      `SELECT ${columns} FROM (`,
      candidates,
      `) CROSS JOIN ${table} ON ${table}.${key} = found WHERE `,
    )
    return join([from, condition], '')
  }

  #candidates(size: number): Sql {
    const { key, table } = this.#search
    const portion = (this.#portion ??= this.#addresses?.take(size) ?? null)
    const parts = this.#parts.map((part) => this.#keysIn(part, portion?.edge ?? null))
    if (portion) parts.push(sql('SELECT value AS found FROM json_each(?)', JSON.stringify(portion.keys)))
    return parts.length === 0
      ? sql(`SELECT ${key} AS found FROM ${table} WHERE FALSE`)
      : join(parts, ' UNION ')
  }

  /** Not beyond the edge, up to which the addresses are known. */
  #keysIn({ table, key, where }: IndexPart, edge: Key | null): Sql {
    const { above, below, newestFirst } = this.#search
    const bounds = sql(`${key} > ? AND ${key} < ?`, above, below)
    const nearer = edge === null ? EVERYTHING : sql(`${key} ${newestFirst ? '>=' : '<='} ?`, edge)
    return join([wrap(`SELECT ${key} AS found FROM ${table} WHERE `, where, ''), bounds, nearer], ' AND ')
  }

  #all<Row>({ text, values }: Sql): Row[] {
    return this.#database.prepare<SqlValue[], Row>(text).all(...values)
  }
}
