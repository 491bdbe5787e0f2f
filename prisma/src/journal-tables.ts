import { CONNECTION_KEYS, ENTRY_KEYS, type ColumnValue, type JournalBatch } from '@switchboard/journal'
import Database, { type Statement } from 'better-sqlite3'
import { BUSY_TIMEOUT_MS } from './client.ts'
import { LOG_BYTES } from './write-ahead-log.ts'
import { AddressIndex } from './address-index.ts'
import { BLOCKED } from './blocks.ts'
import { columnOf } from './columns.ts'
import { ConnectionBlocks } from './connection-blocks.ts'
import { JournalIndex } from './journal-index.ts'
import { TextIndex } from './text-index.ts'
import { UnknownAddresses } from './unknown-addresses.ts'

/** What wants to be written waits no longer for the filling of the index by address, in ms. */
const FILL_MS = 8

/**
 * The journal and the connections as the hot path writes them: by prepared statements on a connection of its own,
 * for half the CPU of an SQL statement that takes the same rows apart. All else goes through Prisma.
 */
export class JournalTables {
  readonly #database: Database.Database
  readonly #newest: Statement<[], { seq: number }>
  readonly #insertEntry: Statement<ColumnValue[]>
  readonly #upsertConnection: Statement<ColumnValue[]>
  readonly #index: JournalIndex
  readonly #texts: TextIndex
  readonly #blocks: ConnectionBlocks
  readonly #entryAddresses: AddressIndex
  readonly #connectionAddresses: AddressIndex
  readonly #unknown: UnknownAddresses[]

  /** The database is there and migrated. */
  constructor(path: string) {
    this.#database = new Database(path, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
    // The journal's mode is kept in the file, how durable a commit is in the connection.
    this.#database.pragma('synchronous = FULL')
    this.#database.pragma(`journal_size_limit = ${LOG_BYTES}`)
    this.#newest = this.#database.prepare(`SELECT seq FROM sqlite_sequence WHERE name = 'journal'`)
    this.#insertEntry = this.#database.prepare(insert('journal', ['seq', ...ENTRY_KEYS]))
    this.#upsertConnection = this.#database.prepare(`
      ${insert('connections', CONNECTION_KEYS)}
      ON CONFLICT (id) DO UPDATE SET ${CHANGING_KEYS.map(columnOf)
        .map((name) => `${name} = excluded.${name}`)
        .join(', ')}`)
    this.#index = new JournalIndex(this.#database)
    this.#texts = new TextIndex(this.#database)
    this.#blocks = new ConnectionBlocks(this.#database)
    this.#entryAddresses = new AddressIndex(this.#database, 'journal')
    this.#connectionAddresses = new AddressIndex(this.#database, 'connections')
    this.#unknown = [
      new UnknownAddresses(this.#database, 'journal'),
      new UnknownAddresses(this.#database, 'connections'),
    ]
  }

  /**
   * Writes the entries after the newest, in order, and the connections, of which a later row wins; in one transaction.
   * Answers the first entry's `seq`. Blocks; throws what SQLite throws, and then nothing was written.
   */
  commit(batch: JournalBatch): number {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      const first = this.#write(batch)
      this.#database.exec('COMMIT')
      this.#settle(first + batch.count - 1)
      return first
    } catch (error) {
      this.#settle(null)
      // SQLite has already taken back some failures (a full disk): then there is nothing left to roll back.
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
  }

  #write({ entries, connections }: JournalBatch): number {
    const first = (this.#newest.get()?.seq ?? 0) + 1
    let seq = first
    for (const row of rows(entries)) {
      this.#index.noteEntry(seq, row)
      this.#texts.noteEntry(seq, row)
      this.#entryAddresses.note(Math.floor(seq / BLOCKED.journal.blockRows), row[ENTRY_ADDRESS])
      this.#insertEntry.run(seq++, ...row)
    }
    for (const row of rows(connections)) {
      this.#index.noteConnection(row)
      this.#connectionAddresses.note(this.#blocks.blockOf(String(row[0])), row[CONNECTION_ADDRESS])
      this.#upsertConnection.run(...row)
    }
    this.#index.write()
    this.#texts.write(seq - 1)
    this.#blocks.write()
    this.#entryAddresses.write()
    this.#connectionAddresses.write()
    return first
  }

  #fillFor(ms: number): boolean {
    for (const end = performance.now() + ms; performance.now() < end;)
      if (!this.#unknown.some((addresses) => addresses.fill())) return false
    return true
  }

  /** The transaction is over: `newest` is its last entry, null if it was taken back. */
  #settle(newest: number | null): void {
    this.#index.settle(newest !== null)
    this.#texts.settle(newest)
    this.#blocks.settle(newest !== null)
    this.#entryAddresses.settle(newest !== null)
    this.#connectionAddresses.settle(newest !== null)
  }

  /** Notes for some milliseconds the addresses from before a migration. False: they are all in the index. */
  fillAddresses(): boolean {
    return this.#database.transaction(() => this.#fillFor(FILL_MS)).immediate()
  }

  close(): void {
    this.#database.close()
  }
}

const ENTRY_ADDRESS = ENTRY_KEYS.indexOf('remoteAddress')
const CONNECTION_ADDRESS = CONNECTION_KEYS.indexOf('remoteAddress')

/** What may be different in a later row of the same connection. */
const CHANGING_KEYS = [
  'closedAt',
  'bytesIn',
  'bytesOut',
  'chunksIn',
  'messagesIn',
  'messagesOut',
  'closeReason',
  'error',
  'identity',
]

function insert(table: string, keys: readonly string[]): string {
  return `INSERT INTO ${table} (${keys.map(columnOf).join(', ')}) VALUES (${keys.map(() => '?').join(', ')})`
}

const rows = (text: string) => JSON.parse(text) as ColumnValue[][]
