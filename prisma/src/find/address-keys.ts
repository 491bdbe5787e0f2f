import type { Database } from 'better-sqlite3'
import { BLOCKED, GROUP_BLOCKS, MAPPED } from '../blocks.ts'
import { hasAddress, type AddressRange } from './addresses.ts'
import type { Key, Search } from './search.ts'
import { join, sql, wrap, type Sql, type SqlValue } from './sql.ts'

/** Rows that are looked through at once at least, and places in the index that are looked up at most. */
const FEWEST_ROWS = 4096
const LOOKUPS = 8192

/** Keys in their order, and how far (inclusive) there are no others; null: to the end. */
export type Portion = { keys: Key[]; edge: Key | null }

/** Blocks in their order, and the last one before which none is missing; null: that is all. */
type Blocks = { found: number[]; last: number | null }

/** The blocks of a search's bounds, and the groups there are. */
type Extent = { oldest: number; newest: number; firstGroup: number | null; lastGroup: number | null }

/** Finds the keys of rows by address: the index tells of blocks that have such rows, and those are looked through. */
export class AddressKeys {
  readonly #database: Database
  readonly #search: Search
  readonly #ranges: readonly AddressRange[]
  /** Without those of mapped addresses, which are noted without the prefix, too. */
  readonly #looked: readonly AddressRange[]

  constructor(database: Database, search: Search, ranges: readonly AddressRange[]) {
    this.#database = database
    this.#search = search
    this.#ranges = ranges
    this.#looked = ranges.filter(({ first }) => !ranges.some((plain) => first === `${MAPPED}${plain.first}`))
  }

  /** The next ones within the search's bounds, up to `size`. */
  take(size: number): Portion {
    const { blockRows } = BLOCKED[this.#search.table]
    const { found, last } = this.#blocks(Math.ceil(Math.max(FEWEST_ROWS, size) / blockRows))
    const keys = found.length === 0 ? [] : this.#keysIn(found, size)
    return { keys, edge: keys[size - 1] ?? (last === null ? null : this.#edgeOf(last)) }
  }

  #keysIn(blocks: number[], size: number): Key[] {
    const { table, key, newestFirst, above, below } = this.#search
    const { firstOf } = BLOCKED[table]
    const within = `${key} >= ${firstOf('block')} AND ${key} < ${firstOf('block + 1')}`
    const candidates = `SELECT ${key} AS found FROM (SELECT value AS block FROM json_each(?)) CROSS JOIN ${table} ON ${within} WHERE (`
    const conditions = join(
      [hasAddress(this.#ranges), sql(`+${key} > ? AND +${key} < ?`, above, below)],
      ') AND ',
    )
    const order = ` ORDER BY found ${newestFirst ? 'DESC' : 'ASC'} LIMIT ${size}`
    const statement = join([sql(candidates, JSON.stringify(blocks)), wrap('', conditions, order)], '')
    return this.#all<{ found: Key }>(statement).map(({ found }) => found)
  }

  /** The next `most` blocks that have such addresses. */
  #blocks(most: number): Blocks {
    const { newestFirst } = this.#search
    const { oldest, newest, firstGroup, lastGroup } = this.#extent()
    const first = Math.max(firstGroup ?? Infinity, groupOf(oldest))
    const last = Math.min(lastGroup ?? -Infinity, groupOf(newest))
    const found: number[] = []
    if (first > last) return { found, last: null }
    const groups = Math.ceil(LOOKUPS / this.#looked.length)
    const from = newestFirst ? last : first
    const to = newestFirst ? Math.max(first, last - groups) : Math.min(last, first + groups)
    for (const [group, bits] of this.#lookUp(from, to)) {
      for (const place of newestFirst ? FALLING : RISING) {
        const block = group * GROUP_BLOCKS + place
        if (((bits >>> place) & 1) === 0 || block < oldest || block > newest) continue
        if (found.push(block) === most) return { found, last: block }
      }
    }
    const isEnd = to === (newestFirst ? first : last)
    return { found, last: isEnd ? null : to * GROUP_BLOCKS + (newestFirst ? 0 : GROUP_BLOCKS - 1) }
  }

  #extent(): Extent {
    const { table, above, below } = this.#search
    const { addresses, blockOf } = BLOCKED[table]
    const group = (order: string) =>
      `(SELECT block_group FROM ${addresses} ORDER BY block_group ${order} LIMIT 1)`
    const text = `SELECT ${blockOf('?')} AS oldest, ${blockOf('?')} AS newest,
      ${group('ASC')} AS firstGroup, ${group('DESC')} AS lastGroup`
    const [extent] = this.#all<Extent>(sql(text, above, below))
    return extent ?? { oldest: 0, newest: 0, firstGroup: null, lastGroup: null }
  }

  /** Groups that have such addresses, from one to another (inclusive), with the bits of their blocks. */
  *#lookUp(from: number, to: number): Iterable<[group: number, bits: number]> {
    const { addresses } = BLOCKED[this.#search.table]
    const ranges = this.#looked.map(({ first, end }) => sql('(?, ?)', first, end))
    const { text, values } = wrap(
      `WITH RECURSIVE groups (number) AS (
         SELECT ${from} UNION ALL SELECT number ${from > to ? '- 1' : '+ 1'} FROM groups WHERE number ${from > to ? '>' : '<'} ${to}),
       ranges (first, beyond) AS (VALUES `,
      join(ranges, ', '),
      `) SELECT block_group AS "group", blocks FROM groups CROSS JOIN ranges CROSS JOIN ${addresses}
         ON block_group = number AND address >= first AND address < beyond`,
    )
    let bits = 0
    let at: number | null = null
    const rows = this.#database.prepare<SqlValue[], { group: number; blocks: number }>(text)
    for (const { group, blocks } of rows.iterate(...values)) {
      if (at !== null && at !== group) {
        yield [at, bits]
        bits = 0
      }
      at = group
      bits |= blocks
    }
    if (at !== null) yield [at, bits]
  }

  /** The first key of a block, or the last there may be. */
  #edgeOf(block: number): Key {
    const { table, newestFirst } = this.#search
    const first = BLOCKED[table].firstOf(newestFirst ? '?' : '? + 1')
    const key = this.#all<{ key: Key }>(sql(`SELECT ${first} AS key`, block))[0]?.key ?? BLOCKED[table].end
    return newestFirst ? key : before(key)
  }

  #all<Row>({ text, values }: Sql): Row[] {
    return this.#database.prepare<SqlValue[], Row>(text).all(...values)
  }
}

const RISING = Array.from({ length: GROUP_BLOCKS }, (_, place) => place)
const FALLING = RISING.toReversed()

const groupOf = (block: number) => Math.floor(block / GROUP_BLOCKS)

/** What is less than a key and not less than any other key before it; ids are ASCII. */
function before(key: Key): Key {
  if (typeof key === 'number') return key - 1
  return `${key.slice(0, -1)}${String.fromCodePoint((key.codePointAt(key.length - 1) ?? 1) - 1)}\u{7f}`
}
