import { inTransaction, openClient, type Client } from './client.ts'
import { closeLostConnections, upsertConnections } from './connection-queries.ts'
import { createDatabaseFile } from './database-file.ts'
import type { JournalBatch } from './journal-batch.ts'
import { insertEntries, newestSeq } from './journal-queries.ts'
import { JournalWriter, type ReportTrouble } from './journal-writer.ts'
import { migrate } from './migrate.ts'
import type { StoredService } from './rows.ts'
import { createService, deleteService, updateService } from './service-queries.ts'
import { unavailable } from './sqlite-error.ts'
import { Turns } from './turns.ts'

const NOT_SAVED = unavailable('The change could not be saved')

/** The one place that writes. All of it blocks its thread. */
export class Writer {
  readonly #client: Client
  readonly #journal: JournalWriter
  readonly #turns = new Turns()

  /** Creates and migrates the database first. */
  static async open(path: string, report: ReportTrouble): Promise<Writer> {
    createDatabaseFile(path)
    migrate(path)
    return new Writer(await openClient(path), report)
  }

  private constructor(client: Client, report: ReportTrouble) {
    this.#client = client
    this.#journal = new JournalWriter((batch) => this.#transaction(() => this.#commit(batch)), report)
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

  /** Writes what waits and folds the write-ahead log into the database file. */
  async close(): Promise<void> {
    await this.#journal.close()
    await this.#turns.take(async () => {
      // On a full or locked disk the log simply stays beside the file, and the next open reads it.
      await this.#client.$queryRaw`PRAGMA wal_checkpoint(TRUNCATE)`.catch(() => undefined)
      await this.#client.$disconnect()
    })
  }

  async #commit(batch: JournalBatch): Promise<number> {
    const seq = await insertEntries(this.#client, batch)
    await upsertConnections(this.#client, batch)
    return seq
  }

  #transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#turns.take(() => inTransaction(this.#client, work))
  }
}
