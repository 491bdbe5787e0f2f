import { AddressFiller } from './address-filler.ts'
import { appendAudit } from './audit-queries.ts'
import { saveBans } from './ban-queries.ts'
import { CaptureTables } from './capture-tables.ts'
import { CaptureWriter } from './capture-writer.ts'
import { markChatRead } from './chat-queries.ts'
import { inTransaction, openClient, type Client } from './client.ts'
import { endOfLost } from './connection-queries.ts'
import { beginAfresh, prepareDatabase } from './damage.ts'
import { createFile, deleteFile, deleteFilePart, keepFilePart } from './file-queries.ts'
import { addHours } from './hour-queries.ts'
import {
  createSession,
  createToken,
  createUser,
  deleteSessions,
  deleteToken,
  deleteUser,
  noteSeen,
  updateUser,
} from './identity-queries.ts'
import { encodeBatch, type CaptureBatch, type JournalBatch } from '@switchboard/journal'
import { newestSeq } from './journal-queries.ts'
import { JournalTables } from './journal-tables.ts'
import { JournalWriter, type ReportTrouble } from './journal-writer.ts'
import type {
  AuditRow,
  BanRow,
  FilePartRow,
  FileRow,
  HourSums,
  OnExisting,
  Retention,
  SeenRows,
  SessionRow,
  StoredService,
  TokenRow,
  UserRow,
  WebhookRow,
} from './rows.ts'
import { RetentionKeeper } from './retention-keeper.ts'
import { createService, deleteService, updateService } from './service-queries.ts'
import { saveSettings } from './settings-queries.ts'
import { isDamage, unavailable } from './sqlite-error.ts'
import { Turns } from './turns.ts'
import { createWebhook, deleteWebhook, updateWebhooks } from './webhook-queries.ts'

/** `fresh`: another database is at the path now, because the one before was damaged. */
type Reports = { trouble: ReportTrouble; fresh: () => void }

const NOT_SAVED = unavailable('The change could not be saved')

/** The one place that writes. All of it blocks its thread. */
export class Writer {
  readonly #path: string
  readonly #reportFresh: () => void
  readonly #journal: JournalWriter
  readonly #capture: CaptureWriter
  readonly #turns = new Turns()
  readonly #keeper: RetentionKeeper
  readonly #filler: AddressFiller
  #client: Client
  /** null while a damaged database is replaced. */
  #tables: JournalTables | null
  #captured: CaptureTables | null = null

  /** Creates and migrates the database first, and puts a fresh one in the place of one that is damaged. */
  static async open(path: string, reports: Reports): Promise<Writer> {
    prepareDatabase(path)
    const writer = new Writer(path, await openClient(path), reports)
    void writer.#filler.start()
    return writer
  }

  private constructor(path: string, client: Client, { trouble, fresh }: Reports) {
    this.#path = path
    this.#client = client
    this.#tables = new JournalTables(path)
    this.#reportFresh = fresh
    this.#capture = new CaptureWriter((batch) => this.#turns.take(async () => this.#commitCaptured(batch)))
    this.#keeper = new RetentionKeeper(path, this.#turns)
    this.#filler = new AddressFiller(() =>
      this.#turns.take(async () => this.#tables?.fillAddresses() ?? false),
    )
    this.#journal = new JournalWriter((batch) => this.#turns.take(() => this.#commit(batch)), trouble)
  }

  newest(): Promise<number> {
    return this.#turns.take(() => newestSeq(this.#client))
  }

  append(batch: JournalBatch): Promise<number> {
    return this.#journal.append(batch)
  }

  /** False: the bytes were given up. */
  appendCaptured(batch: CaptureBatch): Promise<boolean> {
    return this.#capture.append(batch)
  }

  /** Answers how many connections it closed. */
  closeLost(at: number): Promise<number> {
    return this.#turns.take(() => this.#closeLost(at)).catch(NOT_SAVED)
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

  appendAudit(entry: Omit<AuditRow, 'seq'>): Promise<number> {
    return this.#turns.take(() => appendAudit(this.#client, entry)).catch(NOT_SAVED)
  }

  saveSettings(section: string, value: Record<string, unknown>): Promise<void> {
    return this.#turns.take(() => saveSettings(this.#client, section, value)).catch(NOT_SAVED)
  }

  saveBans(bans: BanRow[], gone: string[]): Promise<void> {
    return this.#transaction(() => saveBans(this.#client, bans, gone)).catch(NOT_SAVED)
  }

  addHours(sums: HourSums[]): Promise<void> {
    return this.#turns.take(() => addHours(this.#client, sums)).catch(NOT_SAVED)
  }

  createWebhook(webhook: WebhookRow): Promise<void> {
    return this.#turns.take(() => createWebhook(this.#client, webhook)).catch(NOT_SAVED)
  }

  updateWebhooks(webhooks: WebhookRow[]): Promise<void> {
    return this.#transaction(() => updateWebhooks(this.#client, webhooks)).catch(NOT_SAVED)
  }

  deleteWebhook(id: string): Promise<void> {
    return this.#turns.take(() => deleteWebhook(this.#client, id)).catch(NOT_SAVED)
  }

  createUser(user: UserRow): Promise<void> {
    return this.#turns.take(() => createUser(this.#client, user)).catch(NOT_SAVED)
  }

  updateUser(user: UserRow, endedSessions: string[]): Promise<void> {
    return this.#transaction(() => updateUser(this.#client, user, endedSessions)).catch(NOT_SAVED)
  }

  deleteUser(id: string): Promise<void> {
    return this.#transaction(() => deleteUser(this.#client, id)).catch(NOT_SAVED)
  }

  createToken(token: TokenRow): Promise<void> {
    return this.#turns.take(() => createToken(this.#client, token)).catch(NOT_SAVED)
  }

  deleteToken(id: string): Promise<void> {
    return this.#transaction(() => deleteToken(this.#client, id)).catch(NOT_SAVED)
  }

  createSession(session: SessionRow, endedSessions: string[]): Promise<void> {
    return this.#transaction(() => createSession(this.#client, session, endedSessions)).catch(NOT_SAVED)
  }

  deleteSessions(ids: string[]): Promise<void> {
    return this.#turns.take(() => deleteSessions(this.#client, ids)).catch(NOT_SAVED)
  }

  noteSeen(seen: SeenRows): Promise<void> {
    return this.#transaction(() => noteSeen(this.#client, seen)).catch(NOT_SAVED)
  }

  /** Resolves once nothing is beyond these bounds, which hold from now on. */
  keep(retention: Retention): Promise<void> {
    return this.#keeper.keep(retention)
  }

  /** Writes what waits and folds the write-ahead log into the database file. */
  async close(): Promise<void> {
    this.#filler.stop()
    await this.#keeper.stop()
    await this.#capture.close()
    await this.#journal.close()
    await this.#turns.take(async () => {
      this.#tables?.close()
      this.#captured?.close()
      // On a full or locked disk the log simply stays beside the file, and the next open reads it.
      await this.#client.$queryRaw`PRAGMA wal_checkpoint(TRUNCATE)`.catch(() => undefined)
      await this.#client.$disconnect()
    })
  }

  async #closeLost(at: number): Promise<number> {
    const entries = await endOfLost(this.#client, at)
    if (entries.length > 0) await this.#commit(encodeBatch(entries))
    return entries.length
  }

  async #commit(batch: JournalBatch): Promise<number> {
    try {
      return (this.#tables ?? (await this.#open())).commit(batch)
    } catch (error) {
      if (!isDamage(error)) throw error
      await this.#abandon()
      return (await this.#open()).commit(batch)
    }
  }

  #commitCaptured(batch: CaptureBatch): void {
    // Between two databases there is nothing to write to, and the journal finds a damaged one by itself.
    if (!this.#tables) throw new Error('There is no database at the moment.')
    this.#captured ??= new CaptureTables(this.#path)
    this.#captured.commit(batch)
  }

  /** Leaves the damaged database. The reader still has it open, so that nothing is folded into it. */
  async #abandon(): Promise<void> {
    this.#keeper.letGo()
    this.#tables?.close()
    this.#tables = null
    this.#captured?.close()
    this.#captured = null
    await this.#client.$disconnect()
    beginAfresh(this.#path)
  }

  /** May have to be tried again, while the disk is full for example. */
  async #open(): Promise<JournalTables> {
    prepareDatabase(this.#path)
    this.#client = await openClient(this.#path)
    this.#tables = new JournalTables(this.#path)
    this.#reportFresh()
    return this.#tables
  }

  #transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#turns.take(() => inTransaction(this.#client, work))
  }
}
