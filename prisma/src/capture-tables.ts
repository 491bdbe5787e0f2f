import type { CaptureBatch, ChunkValues, EndValues } from '@switchboard/journal'
import Database, { type Statement } from 'better-sqlite3'
import { BUSY_TIMEOUT_MS } from './client.ts'
import { LOG_BYTES } from './write-ahead-log.ts'

/** Captured payload as it is written: a connection to the database of its own, in the writer's thread. */
export class CaptureTables {
  readonly #database: Database.Database
  readonly #insertChunk: Statement<(string | number | Uint8Array)[]>
  readonly #insertEnd: Statement<EndValues>

  /** The database is there and migrated. */
  constructor(path: string) {
    this.#database = new Database(path, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
    // A killed process loses nothing of it. For a power cut the journal's next commit syncs it along, so that payload
    // makes nobody wait for the disk a second time.
    this.#database.pragma('synchronous = NORMAL')
    this.#database.pragma(`journal_size_limit = ${LOG_BYTES}`)
    this.#insertChunk = this.#database.prepare(
      `INSERT INTO chunks (connection_id, ordinal, at, direction, offset, bytes) VALUES (?, ?, ?, ?, ?, ?)`,
    )
    // Messages without a byte end where the one before ended.
    this.#insertEnd = this.#database.prepare(
      `INSERT OR IGNORE INTO message_ends (connection_id, direction, "end") VALUES (?, ?, ?)`,
    )
  }

  /** In one transaction. Blocks; throws what SQLite throws, and then nothing was written. */
  commit(batch: CaptureBatch): void {
    this.#database.transaction(() => this.#write(batch)).immediate()
  }

  close(): void {
    this.#database.close()
  }

  #write({ bytes, chunks, ends }: CaptureBatch): void {
    let start = 0
    for (const [id, ordinal, at, direction, offset, length] of JSON.parse(chunks) as ChunkValues[]) {
      this.#insertChunk.run(id, ordinal, at, direction, offset, bytes.subarray(start, start + length))
      start += length
    }
    for (const end of JSON.parse(ends) as EndValues[]) this.#insertEnd.run(...end)
  }
}
