import { flushCompileCache } from 'node:module'
import { parentPort } from 'node:worker_threads'
import { openChannel, type Port } from './channel.ts'
import { damageNotice } from './damage.ts'
import type { CaptureBatch, JournalBatch } from '@switchboard/journal'
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
import { logTrouble } from './write-ahead-log.ts'
import { Writer } from './writer.ts'

/** What the writer thread tells the main thread. */
export type WriterReports = {
  /** Why commits fail. */
  trouble(message: string | null): void
  /** What the files beside the database tell. */
  notice(message: string | null): void
  /** Another database is at the path now. */
  fresh(): void
}

const LOOK_MS = 2000

let writer: Writer

const calls = {
  /** Before all else. Answers the newest `seq`. */
  async open(path: string): Promise<number> {
    writer = await Writer.open(path, {
      trouble: (message) => void main.trouble.asEvent(message),
      fresh: () => void main.fresh.asEvent(),
    })
    look(path)
    setInterval(() => look(path), LOOK_MS)
    return writer.newest()
  },
  append: (batch: JournalBatch) => writer.append(batch),
  appendCaptured: (batch: CaptureBatch) => writer.appendCaptured(batch),
  async closeLost(at: number): Promise<{ count: number; newest: number }> {
    return { count: await writer.closeLost(at), newest: await writer.newest() }
  },
  createService: (service: StoredService) => writer.createService(service),
  updateService: (service: StoredService) => writer.updateService(service),
  deleteService: (id: string) => writer.deleteService(id),
  createFile: (file: FileRow, onExisting: OnExisting) => writer.createFile(file, onExisting),
  deleteFile: (id: string) => writer.deleteFile(id),
  keepFilePart: (part: FilePartRow) => writer.keepFilePart(part),
  deleteFilePart: (diskName: string) => writer.deleteFilePart(diskName),
  appendAudit: (entry: Omit<AuditRow, 'seq'>) => writer.appendAudit(entry),
  saveSettings: (section: string, value: Record<string, unknown>) => writer.saveSettings(section, value),
  saveBans: (bans: BanRow[], gone: string[]) => writer.saveBans(bans, gone),
  addHours: (sums: HourSums[]) => writer.addHours(sums),
  createWebhook: (webhook: WebhookRow) => writer.createWebhook(webhook),
  updateWebhooks: (webhooks: WebhookRow[]) => writer.updateWebhooks(webhooks),
  deleteWebhook: (id: string) => writer.deleteWebhook(id),
  createUser: (user: UserRow) => writer.createUser(user),
  updateUser: (user: UserRow, endedSessions: string[]) => writer.updateUser(user, endedSessions),
  deleteUser: (id: string) => writer.deleteUser(id),
  createToken: (token: TokenRow) => writer.createToken(token),
  deleteToken: (id: string) => writer.deleteToken(id),
  createSession: (session: SessionRow, endedSessions: string[]) =>
    writer.createSession(session, endedSessions),
  deleteSessions: (ids: string[]) => writer.deleteSessions(ids),
  noteSeen: (seen: SeenRows) => writer.noteSeen(seen),
  keep: (retention: Retention) => writer.keep(retention),
  markChatRead: (connectionId: string, seq: number) => writer.markChatRead(connectionId, seq),
  close: () => writer.close(),
}

function look(path: string): void {
  void main.notice.asEvent(damageNotice(path) ?? logTrouble(path))
}

export type WriterCalls = typeof calls

const main = openChannel<WriterReports, WriterCalls>(parentPort as Port, calls)
flushCompileCache() // for the next start: a thread that is terminated saves nothing
