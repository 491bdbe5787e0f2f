import type { Database, Statement } from 'better-sqlite3'
import { addressNotes, BLOCKED, type Blocked } from './blocks.ts'

/** The blocks of a table whose addresses are not in the index, because a migration could not work them out. */
export class UnknownAddresses {
  readonly #start: Statement<[], number>
  readonly #addresses: Statement<{ block: number }, string>
  readonly #keep: (block: number, addresses: string[]) => void
  readonly #known: Statement<[number]>

  constructor(database: Database, table: Blocked) {
    const { key, firstOf } = BLOCKED[table]
    this.#start = database
      .prepare<[], number>(`SELECT block FROM address_starts WHERE subject = '${table}'`)
      .pluck()
    this.#addresses = database
      .prepare<{ block: number }, string>(
        `SELECT DISTINCT remote_address FROM ${table}
        WHERE ${key} >= ${firstOf('@block')} AND ${key} < ${firstOf('@block + 1')} AND remote_address IS NOT NULL`,
      )
      .pluck()
    this.#keep = addressNotes(database, table)
    this.#known = database.prepare(`UPDATE address_starts SET block = ? WHERE subject = '${table}'`)
  }

  /** Fills in the newest one; within a transaction. False: there is none. */
  fill(): boolean {
    const block = (this.#start.get() ?? 0) - 1
    if (block < 0) return false
    this.#keep(block, this.#addresses.all({ block }))
    this.#known.run(block)
    return true
  }
}
