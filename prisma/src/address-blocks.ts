import type { ColumnValue } from '@switchboard/journal'
import type { Database, Statement } from 'better-sqlite3'
import { addressHashes, addTo, isFull, makeFilter, type AddressFilter } from './address-filter.ts'

/** Blocks that are kept in memory: rows of several engines come mixed, and a batch may have more than one block. */
const BLOCKS_AT_HAND = 16

type Key = string | number

/** Rows whose keys are `first` or larger, and smaller than the `first` of the next block. */
type Block = {
  first: Key
  rows: number
  addresses: Set<string>
  hashes: Set<number>
  /** Of the hashes. */
  filter: AddressFilter
}

/** The tables that have blocks: their keys, what is below and above all of them (ids are ASCII), and how many rows make a block. */
export const BLOCKED = {
  journal: { key: 'seq', begin: 0, end: Number.MAX_SAFE_INTEGER, blocks: 'journal_blocks', rows: 1024 },
  connections: { key: 'id', begin: '', end: '\u{7f}', blocks: 'connection_blocks', rows: 512 },
} as const

/**
 * Notes of which addresses the rows of a table are, block by block: where an index would touch a page for almost every
 * row, this is two thousand bytes for a thousand rows. Rows are noted as they are written, and the filters kept in the same
 * transaction, so that a filter never lacks an address.
 *
 * A new block begins with every start, and whenever one is full, but only at a key that is larger than all before.
 */
export class AddressBlocks {
  readonly #rows: number
  readonly #keep: Statement<[Key, AddressFilter]>
  readonly #blockOf: Statement<[Key], { first: Key; addresses: AddressFilter | null }>
  /** In the order of their keys; the last one is being filled. */
  readonly #blocks: Block[] = []
  /** To be kept with the next transaction that comes to its end. */
  readonly #changed = new Set<Block>()
  /** What belongs to blocks that are not at hand any more. */
  readonly #late: { key: Key; address: string }[] = []
  #largest: Key | null

  constructor(database: Database, table: keyof typeof BLOCKED) {
    const { key, blocks, rows } = BLOCKED[table]
    this.#rows = rows
    this.#largest = database.prepare<[], Key | null>(`SELECT max(${key}) FROM ${table}`).pluck().get() ?? null
    this.#keep = database.prepare(`
      INSERT INTO ${blocks} (first, addresses) VALUES (?, ?)
      ON CONFLICT (first) DO UPDATE SET addresses = excluded.addresses`)
    this.#blockOf = database.prepare(
      `SELECT first, addresses FROM ${blocks} WHERE first <= ? ORDER BY first DESC LIMIT 1`,
    )
  }

  /** A row that is being written, perhaps not for the first time. */
  note(key: Key, address: ColumnValue): void {
    const block = this.#blockFor(key)
    if (typeof address !== 'string') return
    if (!block) this.#late.push({ key, address })
    else if (!block.addresses.has(address)) {
      addToBlock(block, address)
      this.#changed.add(block)
    }
  }

  /** Keeps what was noted; within the transaction that writes the rows. */
  write(): void {
    for (const { first, filter } of this.#changed) this.#keep.run(first, filter)
    for (const { key, address } of this.#late) this.#addLate(key, address)
  }

  /** The transaction is over. If it was taken back, the blocks hold more than there is, which does no harm. */
  settle(isWritten: boolean): void {
    this.#late.length = 0
    if (!isWritten) return
    this.#changed.clear()
    this.#blocks.splice(0, this.#blocks.length - BLOCKS_AT_HAND)
  }

  /** undefined: it is not at hand. */
  #blockFor(key: Key): Block | undefined {
    const newest = this.#blocks.at(-1)
    const isNew = this.#largest === null || key > this.#largest
    if (isNew) this.#largest = key
    if (isNew && (!newest || newest.rows >= this.#rows)) return this.#begin(key)
    if (newest) newest.rows++
    return this.#blocks.findLast(({ first }) => first <= key)
  }

  #begin(first: Key): Block {
    const hashes = new Set<number>()
    const block = { first, rows: 1, addresses: new Set<string>(), hashes, filter: makeFilter(hashes) }
    this.#blocks.push(block)
    this.#changed.add(block)
    return block
  }

  /** A filter there is none of yet leaves nothing out, and neither does the place before all blocks. */
  #addLate(key: Key, address: string): void {
    const block = this.#blockOf.get(key)
    if (!block?.addresses) return
    for (const hash of addressHashes(address)) addTo(block.addresses, hash)
    this.#keep.run(block.first, block.addresses)
  }
}

function addToBlock(block: Block, address: string): void {
  const { addresses, hashes } = block
  addresses.add(address)
  for (const hash of addressHashes(address)) {
    hashes.add(hash)
    addTo(block.filter, hash)
  }
  if (isFull(block.filter, hashes.size)) block.filter = makeFilter(hashes)
}
