import type { Database, Statement } from 'better-sqlite3'
import { BLOCKED } from './address-blocks.ts'
import { addressHashes, makeFilter, type AddressFilter } from './address-filter.ts'

type Key = string | number

/** The blocks of a table whose addresses are not known, because a migration could not work them out. */
export class UnknownBlocks {
  readonly #newest: Statement<[], { first: Key; next: Key | null }>
  readonly #addresses: Statement<[Key, Key], string>
  readonly #keep: Statement<[AddressFilter, Key]>
  readonly #end: Key

  constructor(database: Database, table: keyof typeof BLOCKED) {
    const { key, blocks, end } = BLOCKED[table]
    this.#end = end
    this.#newest = database.prepare(`
      SELECT first, (SELECT min(later.first) FROM ${blocks} AS later WHERE later.first > ${blocks}.first) AS next
      FROM ${blocks} WHERE addresses IS NULL ORDER BY first DESC LIMIT 1`)
    this.#addresses = database
      .prepare<[Key, Key], string>(
        `SELECT DISTINCT remote_address FROM ${table}
        WHERE ${key} >= ? AND ${key} < ? AND remote_address IS NOT NULL`,
      )
      .pluck()
    this.#keep = database.prepare(`UPDATE ${blocks} SET addresses = ? WHERE first = ?`)
  }

  /** Fills in the newest one; within a transaction. False: there is none. */
  fill(): boolean {
    const block = this.#newest.get()
    if (!block) return false
    const { first, next } = block
    const hashes = this.#addresses.all(first, next ?? this.#end).flatMap(addressHashes)
    this.#keep.run(makeFilter(new Set(hashes)), first)
    return true
  }
}
