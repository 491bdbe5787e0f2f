import type { Database } from 'better-sqlite3'
import { mayHave } from '../address-filter.ts'
import { BLOCKED } from '../address-blocks.ts'
import type { Sought } from './addresses.ts'
import { tallyColumns, type Key, type Search, type Tally, type TimeGrid } from './search.ts'
import { join, NOTHING, sql, wrap, type Sql, type SqlValue } from './sql.ts'

/** Blocks that are read at once, and those one slice looks at before others get their turn. */
const READ_AT_ONCE = 256
const MOST_LOOKED_AT = 4096

/** Keys from one (inclusive) to another (exclusive), and whether a row there may be looked for. */
type Block = { from: Key; to: Key; may: boolean }
type BlockRow = { first: Key; may: number }

/** What one slice looks through, and where the next one goes on; null: nowhere. */
type Portion = { ranges: [from: Key, to: Key][]; edge: Key | null }

/** The statements of a search by address: over all rows of the next blocks that may have such an address. */
export class BlockSlices {
  readonly #database: Database
  readonly #search: Search
  readonly #may: Sql
  readonly #where: Sql
  #portion: Portion | null = null
  /** Where the next block begins, oldest first. */
  #resume: Key | null = null

  constructor(database: Database, search: Search, addresses: readonly Sought[]) {
    this.#database = database
    this.#search = search
    const hashes = new Set(addresses.map(({ hash }) => hash))
    this.#may = some([...hashes].map((hash) => mayHave('addresses', hash)))
    this.#where = some(addresses.map(({ where }) => where))
  }

  /** Up to `limit` rows of the next blocks, which have about `size` rows together. */
  rows<Row>(size: number, limit: number): Row[] {
    const { columns, table, key, newestFirst } = this.#search
    const order = ` ORDER BY ${table}.${key} ${newestFirst ? 'DESC' : 'ASC'} LIMIT ${limit}`
    return this.#all<Row>(wrap('', this.#found(columns, size), order))
  }

  count(size: number): number {
    return this.#all<{ count: number }>(this.#found('count(*) AS count', size))[0]?.count ?? 0
  }

  /** The same of entries, for each stretch of time and severity. */
  histogram(size: number, grid: TimeGrid): Tally[] {
    return this.#all(wrap('', this.#found(tallyColumns(grid), size), ' GROUP BY bucket, severity'))
  }

  /** The key to go on behind; null if there are no more blocks. */
  reach(size: number): Key | null {
    return this.#take(size).edge
  }

  moveTo(edge: Key): void {
    if (this.#search.newestFirst) this.#search.below = edge
    else this.#search.above = edge
    this.#portion = null
  }

  #found(columns: string, size: number): Sql {
    const { table, key, condition, above, below } = this.#search
    const ranges = JSON.stringify(this.#take(size).ranges)
    const within = `${table}.${key} >= range_from AND ${table}.${key} < range_to`
    const from = `SELECT ${columns} FROM (${RANGES}) CROSS JOIN ${table} ON ${within}`
    const bounds = sql(`+${table}.${key} > ? AND +${table}.${key} < ?`, above, below)
    return join([sql(`${from} WHERE `, ranges), join([bounds, this.#where, condition], ' AND ')], '')
  }

  #take(size: number): Portion {
    return (this.#portion ??= this.#next(Math.ceil(size / BLOCKED[this.#search.table].rows)))
  }

  /** The next `count` blocks that may have what is looked for. */
  #next(count: number): Portion {
    const ranges: Portion['ranges'] = []
    let looked = 0
    for (const { from, to, may } of this.#search.newestFirst ? this.#back() : this.#forth()) {
      if (may) ranges.push([from, to])
      if (ranges.length >= count || ++looked >= MOST_LOOKED_AT) return { ranges, edge: this.#edge(from, to) }
    }
    return { ranges, edge: null }
  }

  /** The last key of a block that was looked at to its end; null if none is left. */
  #edge(from: Key, to: Key): Key | null {
    const { table, key, newestFirst, above, below } = this.#search
    if (newestFirst) return from > above ? from : null
    if (to >= below) return null
    this.#resume = to
    const last = sql(`SELECT max(${key}) AS last FROM ${table} WHERE ${key} < ?`, to)
    return this.#all<{ last: Key | null }>(last)[0]?.last ?? above
  }

  *#back(): Iterable<Block> {
    const { table, above, below } = this.#search
    let to: Key = below
    const read = this.#blocks('first < ? ORDER BY first DESC')
    for (let blocks = read(to); blocks.length > 0; blocks = read(to)) {
      for (const { first, may } of blocks) {
        yield { from: first, to, may: may === 1 }
        if (first <= above) return
        to = first
      }
    }
    yield { from: BLOCKED[table].begin, to, may: true }
  }

  *#forth(): Iterable<Block> {
    const { table, above, below } = this.#search
    const read = this.#blocks('first >= ? ORDER BY first')
    let from = this.#resume ?? this.#blockOf(above) ?? BLOCKED[table].begin
    let may = true
    for (let blocks = read(from); blocks.length > 0; blocks = read(from)) {
      for (const block of blocks) {
        if (block.first !== from) yield { from, to: block.first, may }
        if (block.first >= below) return
        from = block.first
        may = block.may === 1
      }
      if (blocks.length < READ_AT_ONCE) break
    }
    yield { from, to: below, may }
  }

  /** Reads the next blocks from a key on; what is not known may be. Only within iif() SQLite leaves off when it knows. */
  #blocks(which: string): (from: Key) => BlockRow[] {
    const { blocks } = BLOCKED[this.#search.table]
    const may = wrap('SELECT first, iif(addresses IS NULL OR ', this.#may, ', 1, 0) AS may')
    const from = `FROM ${blocks} WHERE ${which} LIMIT ${READ_AT_ONCE}`
    const read = this.#database.prepare<SqlValue[], BlockRow>(`${may.text} ${from}`)
    return (key) => read.all(...may.values, key)
  }

  /** Where the block of a key begins. */
  #blockOf(key: Key): Key | null {
    const { blocks } = BLOCKED[this.#search.table]
    const firsts = sql(`SELECT max(first) AS first FROM ${blocks} WHERE first <= ?`, key)
    return this.#all<{ first: Key | null }>(firsts)[0]?.first ?? null
  }

  #all<Row>({ text, values }: Sql): Row[] {
    return this.#database.prepare<SqlValue[], Row>(text).all(...values)
  }
}

/** Under names that no table has. */
const RANGES = 'SELECT value ->> 0 AS range_from, value ->> 1 AS range_to FROM json_each(?)'

const some = (conditions: Sql[]): Sql =>
  conditions.length === 0 ? NOTHING : wrap('(', join(conditions, ' OR '), ')')
