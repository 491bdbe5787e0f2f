import type { ColumnValue } from '@switchboard/journal'
import type { Database } from 'better-sqlite3'
import { addressNotes, BLOCKS_AT_HAND, type Blocked } from './blocks.ts'

/**
 * Which addresses the rows of a table are of, block by block. An index by address touches a page for almost every row;
 * here those of some thousand rows lie together. Kept in the transaction that writes the rows, so that none is missing.
 */
export class AddressIndex {
  readonly #keep: (block: number, addresses: string[]) => void
  /** What is known to be noted in the newest blocks, or will be with the transaction under way. */
  readonly #known = new Map<number, Set<string>>()
  readonly #new = new Map<number, string[]>()

  constructor(database: Database, table: Blocked) {
    this.#keep = addressNotes(database, table)
  }

  /** A row that is being written, perhaps not for the first time. */
  note(block: number, address: ColumnValue | undefined): void {
    if (typeof address !== 'string') return
    const known = this.#knownIn(block)
    if (known.has(address)) return
    known.add(address)
    const others = this.#new.get(block)
    if (others) others.push(address)
    else this.#new.set(block, [address])
  }

  /** Keeps what was noted; within the transaction that writes the rows. */
  write(): void {
    for (const [block, addresses] of this.#new) this.#keep(block, addresses)
  }

  /** The transaction is over, for good or not. */
  settle(isWritten: boolean): void {
    this.#new.clear()
    if (!isWritten) this.#known.clear()
    if (this.#known.size <= BLOCKS_AT_HAND) return
    // Others may be gone from the table by now.
    const newest = Math.max(...this.#known.keys())
    for (const block of this.#known.keys()) if (block <= newest - BLOCKS_AT_HAND) this.#known.delete(block)
  }

  #knownIn(block: number): Set<string> {
    let known = this.#known.get(block)
    if (!known) this.#known.set(block, (known = new Set()))
    return known
  }
}
