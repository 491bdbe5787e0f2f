import type { Database } from 'better-sqlite3'
import { mayHave, type AddressFilter } from '../address-filter.ts'
import { BLOCKED } from '../address-blocks.ts'
import type { Key, Search } from './search.ts'
import { join, sql, wrap, type Sql, type SqlValue } from './sql.ts'

/** Blocks that are read at once, and those one slice looks at before others get their turn. */
const READ_AT_ONCE = 128
const MOST_LOOKED_AT = 4096

/** Keys from one (inclusive) to the next (exclusive), and the addresses there, null if they are not known. */
type Block = { from: Key; to: Key; addresses: AddressFilter | null }

/** What one slice looks through, and where the next one goes on; null: nowhere. */
type Portion = { ranges: [from: Key, to: Key][]; edge: Key | null }

/** The statements of a search by address: over all rows of the next blocks that may have such an address. */
export class BlockSlices {
  readonly #database: Database
  readonly #search: Search
  readonly #hashes: readonly number[]
  #portion: Portion | null = null
  /** Where the next block begins, oldest first. */
  #resume: Key | null = null

  /** `hashes`: of what one of the addresses has to be or to begin with. */
  constructor(database: Database, search: Search, hashes: readonly number[]) {
    this.#database = database
    this.#search = search
    this.#hashes = hashes
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
    const within = `${table}.${key} >= range.value ->> 0 AND ${table}.${key} < range.value ->> 1`
    const from = `SELECT ${columns} FROM json_each(?) AS range CROSS JOIN ${table} ON ${within}`
    const bounds = sql(`+${table}.${key} > ? AND +${table}.${key} < ?`, above, below)
    return join([sql(`${from} WHERE `, ranges), join([bounds, condition], ' AND ')], '')
  }

  #take(size: number): Portion {
    return (this.#portion ??= this.#next(Math.ceil(size / BLOCKED[this.#search.table].rows)))
  }

  /** The next `count` blocks that may have what is looked for. */
  #next(count: number): Portion {
    const ranges: Portion['ranges'] = []
    let looked = 0
    for (const { from, to, addresses } of this.#search.newestFirst ? this.#back() : this.#forth()) {
      if (!addresses || this.#hashes.some((hash) => mayHave(addresses, hash))) ranges.push([from, to])
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
    const last = this.#database.prepare<[Key], Key | null>(
      `SELECT max(${key}) FROM ${table} WHERE ${key} < ?`,
    )
    return last.pluck().get(to) ?? above
  }

  *#back(): Iterable<Block> {
    const { table, above, below } = this.#search
    const read = this.#database.prepare<[Key], { first: Key; addresses: AddressFilter | null }>(
      `SELECT first, addresses FROM ${BLOCKED[table].blocks} WHERE first < ? ORDER BY first DESC LIMIT ${READ_AT_ONCE}`,
    )
    let to: Key = below
    for (let blocks = read.all(to); blocks.length > 0; blocks = read.all(to)) {
      for (const { first, addresses } of blocks) {
        yield { from: first, to, addresses }
        if (first <= above) return
        to = first
      }
    }
    yield { from: BLOCKED[table].begin, to, addresses: null }
  }

  *#forth(): Iterable<Block> {
    const { table, above, below } = this.#search
    const { blocks } = BLOCKED[table]
    const read = this.#database.prepare<[Key], { first: Key; addresses: AddressFilter | null }>(
      `SELECT first, addresses FROM ${blocks} WHERE first >= ? ORDER BY first LIMIT ${READ_AT_ONCE}`,
    )
    const firsts = this.#database.prepare<[Key], Key | null>(
      `SELECT max(first) FROM ${blocks} WHERE first <= ?`,
    )
    let from = this.#resume ?? firsts.pluck().get(above) ?? BLOCKED[table].begin
    let addresses: AddressFilter | null = null
    for (let next = read.all(from); next.length > 0; next = read.all(afterwards(from))) {
      for (const block of next) {
        if (block.first !== from) yield { from, to: block.first, addresses }
        if (block.first >= below) return
        from = block.first
        addresses = block.addresses
      }
    }
    yield { from, to: below, addresses }
  }

  #all<Row>({ text, values }: Sql): Row[] {
    return this.#database.prepare<SqlValue[], Row>(text).all(...values)
  }
}

/** A key above this one and not above the next. */
const afterwards = (key: Key): Key => (typeof key === 'number' ? key + 1 : `${key}\0`)
