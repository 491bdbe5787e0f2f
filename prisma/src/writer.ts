import { markChatRead } from './chat-queries.ts'
import { inTransaction, openClient, type Client } from './client.ts'
import { closeLostConnections } from './connection-queries.ts'
import { createDatabaseFile } from './database-file.ts'
import { createFile, deleteFile, deleteFilePart, keepFilePart } from './file-queries.ts'
import type { JournalBatch } from '@switchboard/journal'
import { newestSeq } from './journal-queries.ts'
import { JournalTables } from './journal-tables.ts'
import { JournalWriter, type ReportTrouble } from './journal-writer.ts'
import { migrate } from './migrate.ts'
import type { FilePartRow, FileRow, OnExisting, StoredService } from './rows.ts'
import { createService, deleteService, updateService } from './service-queries.ts'
import { unavailable } from './sqlite-error.ts'
import { Turns } from './turns.ts'

const NOT_SAVED = unavailable('The change could not be saved')

/** The one place that writes. All of it blocks its thread. */
export class Writer {
  readonly #client: Client
  readonly #tables: JournalTables
  readonly #journal: JournalWriter
  readonly #turns = new Turns()

  /** Creates and migrates the database first. */
  static async open(path: string, report: ReportTrouble): Promise<Writer> {
    createDatabaseFile(path)
    migrate(path)
    return new Writer(await openClient(path), new JournalTables(path), report)
  }

  private constructor(client: Client, tables: JournalTables, report: ReportTrouble) {
    this.#client = client
    this.#tables = tables
    const commit = (batch: JournalBatch) => this.#turns.take(async () => tables.commit(batch))
    this.#journal = new JournalWriter(commit, report)
  }

  newest(): Promise<number> {
    return this.#turns.take(() => newestSeq(this.#client))
  }

  append(batch: JournalBatch): Promise<number> {
    return this.#journal.append(batch)
  }

  /** Answers how many connections it closed. */
  closeLost(at: number): Promise<number> {
    return this.#transaction(() => closeLostConnections(this.#client, at)).catch(NOT_SAVED)
  }

  createService(service: StoredService): Promise<void> {
    return this.#turns.take(() => createService(this.#client, service)).catch(NOT_SAVED)
  }

  updateService(service: StoredService): Promise<void> {
    return this.#turns.take(() => updateService(this.#client, service)).catch(NOT_SAVED)
  }

  deleteService(id: string): Promise<void> {
    return this.#turns.take(() => deleteService(this.#client, id)).catch(NOT_SAVED)
  }

  createFile(file: FileRow, onExisting: OnExisting): Promise<FileRow[]> {
    return this.#transaction(() => createFile(this.#client, file, onExisting)).catch(NOT_SAVED)
  }

  deleteFile(id: string): Promise<FileRow | null> {
    return this.#transaction(() => deleteFile(this.#client, id)).catch(NOT_SAVED)
  }

  keepFilePart(part: FilePartRow): Promise<void> {
    return this.#turns.take(() => keepFilePart(this.#client, part)).catch(NOT_SAVED)
  }

  deleteFilePart(diskName: string): Promise<void> {
    return this.#turns.take(() => deleteFilePart(this.#client, diskName)).catch(NOT_SAVED)
  }

  markChatRead(connectionId: string, seq: number): Promise<void> {
    return this.#turns.take(() => markChatRead(this.#client, connectionId, seq)).catch(NOT_SAVED)
  }

  /** Writes what waits and folds the write-ahead log into the database file. */
  async close(): Promise<void> {
    await this.#journal.close()
    await this.#turns.take(async () => {
      this.#tables.close()
      // On a full or locked disk the log simply stays beside the file, and the next open reads it.
      await this.#client.$queryRaw`PRAGMA wal_checkpoint(TRUNCATE)`.catch(() => undefined)
      await this.#client.$disconnect()
    })
  }

  #transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#turns.take(() => inTransaction(this.#client, work))
  }
}
