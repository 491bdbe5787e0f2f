import type { Database, Statement } from 'better-sqlite3'
import { BLOCKED, BLOCKS_AT_HAND } from './blocks.ts'

type Block = { number: number; first: string }

/**
 * Which block of connections an id belongs to. A new one begins when the last has enough rows, and with every start, but
 * only at an id that is larger than all before: so blocks never come to hold rows they do not know of.
 */
export class ConnectionBlocks {
  readonly #before: Statement<[string], number>
  readonly #insert: Statement<[number, string]>
  /** In their order. */
  readonly #blocks: Block[]
  /** Of these, with the transaction under way. */
  #begun: Block[] = []
  /** What was written of the newest block; null: not known, so that the next new id begins another. */
  #ids: Set<string> | null = null
  #largest: string
  /** When the last transaction was over. */
  #largestKept: string

  constructor(database: Database) {
    this.#before = database.prepare<[string], number>(`SELECT ${BLOCKED.connections.blockOf('?')}`).pluck()
    this.#insert = database.prepare('INSERT INTO connection_blocks (number, first) VALUES (?, ?)')
    const newest = 'SELECT number, first FROM connection_blocks ORDER BY number DESC LIMIT ?'
    this.#blocks = database.prepare<[number], Block>(newest).all(BLOCKS_AT_HAND).toReversed()
    const ids = database.prepare<[], string | null>('SELECT max(id) FROM connections').pluck().get() ?? ''
    const first = this.#blocks.at(-1)?.first ?? ''
    this.#largest = ids > first ? ids : first
    this.#largestKept = this.#largest
  }

  blockOf(id: string): number {
    if (id > this.#largest) {
      if (!this.#ids || this.#ids.size >= BLOCKED.connections.blockRows) this.#begin(id)
      this.#largest = id
    }
    const newest = this.#blocks.at(-1)
    if (newest && newest.first <= id) {
      this.#ids?.add(id)
      return newest.number
    }
    return this.#blocks.findLast(({ first }) => first <= id)?.number ?? this.#before.get(id) ?? 0
  }

  /** Keeps what has begun; within the transaction that writes the rows. */
  write(): void {
    for (const { number, first } of this.#begun) this.#insert.run(number, first)
  }

  /** The transaction is over, for good or not. */
  settle(isWritten: boolean): void {
    if (!isWritten) this.#takeBack()
    this.#begun = []
    this.#largestKept = this.#largest
    this.#blocks.splice(0, this.#blocks.length - BLOCKS_AT_HAND)
  }

  #begin(id: string): void {
    const newest = this.#blocks.at(-1)
    const block = newest ? { number: newest.number + 1, first: id } : { number: 0, first: '' }
    this.#blocks.push(block)
    this.#begun.push(block)
    this.#ids = new Set()
  }

  #takeBack(): void {
    this.#blocks.splice(this.#blocks.length - this.#begun.length)
    this.#ids = null
    this.#largest = this.#largestKept
  }
}
