import type { CaptureBatch, ConnectionRecord, JournalBatch } from '@switchboard/journal'
import { databasePath } from './database-file.ts'
import type {
  AuditQuery,
  AuditRow,
  ChatThread,
  ChunkQuery,
  ChunkRow,
  ConnectionQuery,
  FilePartRow,
  FileQuery,
  FileRow,
  FileTotal,
  Finding,
  Found,
  FoundCount,
  IdentityRows,
  JournalQuery,
  JournalRow,
  MessageEndQuery,
  OnExisting,
  Retention,
  SeenRows,
  SessionRow,
  StorageUse,
  StoredService,
  TokenRow,
  UserRow,
  WebhookRow,
} from './rows.ts'
import { closed } from './store-thread.ts'
import { endThreads, healthOf, startThreads, type StoreHealth, type Threads } from './store-threads.ts'

/** What Switchboard keeps. Every call may fail with a `StoreError`; `unavailable` where nothing else is said. */
export interface Store {
  readonly services: {
    /** In the order of their creation. */
    all(): Promise<StoredService[]>
    /** Throws `name-taken`. */
    create(service: StoredService): Promise<void>
    /** Throws `name-taken` and `not-found`. */
    update(service: StoredService): Promise<void>
    /** Its connections and journal stay. */
    delete(id: string): Promise<void>
  }
  readonly journal: {
    /**
     * Resolves after the commit with the `seq` of the first entry; the others follow without a gap, and appends keep the
     * order of the calls. While the disk will not, it waits. Throws `rejected` if SQLite refuses the rows themselves.
     */
    append(batch: JournalBatch): Promise<number>
    /** The newest durable `seq`; 0 in an empty journal. */
    readonly newest: number
    list(query: JournalQuery): Promise<JournalRow[]>
    find(query: JournalQuery & Finding): Promise<Found<JournalRow, number>>
    count(query: Omit<JournalQuery, 'limit'> & Finding): Promise<FoundCount>
  }
  readonly connections: {
    list(query: ConnectionQuery): Promise<ConnectionRecord[]>
    find(query: ConnectionQuery & Finding): Promise<Found<ConnectionRecord, string>>
    get(id: string): Promise<ConnectionRecord | null>
    /** For the start: what is still open on record ends as `manager-lost`, with a journal entry each. Answers how many. */
    closeLost(at: number): Promise<number>
  }
  readonly capture: {
    /** Resolves after the commit, or with false if the bytes were given up. While the disk will not, it waits. */
    append(batch: CaptureBatch): Promise<boolean>
    /** In the order in which they passed. */
    chunks(query: ChunkQuery): Promise<ChunkRow[]>
    /** Offsets, in this order. */
    messageEnds(query: MessageEndQuery): Promise<number[]>
  }
  readonly audit: {
    /** Resolves with its `seq` after the commit. Nobody can change or delete it afterwards. */
    append(entry: Omit<AuditRow, 'seq'>): Promise<number>
    /** Newest first. */
    list(query: AuditQuery): Promise<AuditRow[]>
  }
  readonly settings: {
    /** A section as it was saved, null if it never was. */
    read(section: string): Promise<Record<string, unknown> | null>
    /** Replaces the whole section. */
    save(section: string, value: Record<string, unknown>): Promise<void>
  }
  readonly retention: {
    /** From now on nothing is kept beyond these bounds; resolves once nothing is. Until the first call all is kept. */
    keep(retention: Retention): Promise<void>
    use(): Promise<StorageUse>
  }
  readonly files: {
    /** Puts a file on record, which is no part any more; answers those it replaces. Throws `name-taken` where the name must be new. */
    create(file: FileRow, onExisting: OnExisting): Promise<FileRow[]>
    /** Takes it off the record and answers it; null if there is none. */
    delete(id: string): Promise<FileRow | null>
    list(query: FileQuery): Promise<FileRow[]>
    get(id: string): Promise<FileRow | null>
    /** The newest one of that name. */
    newest(serviceId: string, name: string): Promise<FileRow | null>
    /** The newest one of each name, newest first. */
    newestOfEach(serviceId: string, limit: number): Promise<FileRow[]>
    totals(): Promise<FileTotal[]>
    diskNames(): Promise<string[]>
    /** The first to expire comes first. */
    parts(): Promise<FilePartRow[]>
    /** Until its `keptUntil`, also where another time was on record. */
    keepPart(part: FilePartRow): Promise<void>
    deletePart(diskName: string): Promise<void>
  }
  readonly identity: {
    /** Everybody and everything that may sign in: few enough to be kept in memory. */
    all(): Promise<IdentityRows>
    /** Throws `name-taken`. */
    createUser(user: UserRow): Promise<void>
    /** Ends these sessions in the same transaction. Throws `name-taken` and `not-found`. */
    updateUser(user: UserRow, endedSessions?: string[]): Promise<void>
    /** With its sessions. */
    deleteUser(id: string): Promise<void>
    createToken(token: TokenRow): Promise<void>
    /** With the sessions that were begun with it. */
    deleteToken(id: string): Promise<void>
    /** In the place of others, in the same transaction. */
    createSession(session: SessionRow, endedSessions?: string[]): Promise<void>
    deleteSessions(ids: string[]): Promise<void>
    noteSeen(seen: SeenRows): Promise<void>
  }
  readonly webhooks: {
    /** Few enough to be kept in memory. */
    all(): Promise<WebhookRow[]>
    create(webhook: WebhookRow): Promise<void>
    /** In one transaction. Those that are gone stay gone. */
    update(webhooks: WebhookRow[]): Promise<void>
    delete(id: string): Promise<void>
  }
  readonly chats: {
    /** Those with messages that nobody has read. */
    unread(): Promise<ChatThread[]>
    /** Unread messages of the caller, up to the entry `seq`. */
    countUnread(connectionId: string, seq: number): Promise<number>
    /** The thread was read up to the entry `seq`; what was read stays read. */
    markRead(connectionId: string, seq: number): Promise<void>
    /** The newest message of each thread that has one, in no order. */
    lastMessages(connectionIds: string[]): Promise<JournalRow[]>
  }
  health(): StoreHealth
  /** Writes what waits, for at most 5 s, and ends the threads; later calls fail with `unavailable`. */
  close(): Promise<void>
}

/** `onHealth` hears what `health()` says each time that its message has changed. */
export type StoreOptions = { url: string; onHealth?: (health: StoreHealth) => void }

/**
 * Opens the database behind a `file:` URL, created and migrated if need be. A damaged one is set aside under another
 * name, and a fresh one begun with the services and files on record; `health()` tells.
 *
 *   main thread ── calls ──▶ writer thread ──▶ SQLite (WAL) ◀── reader thread ◀── calls ── main thread
 *
 * Throws a StoreError with one line that names the file and the remedy: `invalid-url`, `unwritable`,
 * `schema-newer`, `schema-conflict`, `unavailable`.
 */
export async function openStore({ url, onHealth = () => undefined }: StoreOptions): Promise<Store> {
  const path = databasePath(url)
  const threads = startThreads(path, onHealth)
  try {
    threads.newest = await threads.writer.calls.open(path)
    await threads.reader.calls.open(path)
  } catch (error) {
    await Promise.all([threads.writer.end(), threads.reader.end()])
    throw error
  }
  let closing: Promise<void> | undefined
  return {
    services: servicesOf(threads),
    journal: journalOf(threads),
    connections: connectionsOf(threads),
    chats: chatsOf(threads),
    capture: captureOf(threads),
    files: filesOf(threads),
    identity: identityOf(threads),
    webhooks: webhooksOf(threads),
    audit: auditOf(threads),
    settings: settingsOf(threads),
    retention: retentionOf(threads),
    health: () => healthOf(threads),
    close: () => (closing ??= endThreads(threads)),
  }
}

function servicesOf({ writer, reader }: Threads): Store['services'] {
  return {
    all: async () => reader.calls.services(),
    create: async (service) => writer.calls.createService(service),
    update: async (service) => writer.calls.updateService(service),
    delete: async (id) => writer.calls.deleteService(id),
  }
}

function journalOf(threads: Threads): Store['journal'] {
  return {
    append: (batch) => append(threads, batch),
    get newest() {
      return threads.newest
    },
    list: async (query) => threads.reader.calls.journal(query),
    find: async (query) => threads.reader.calls.findEntries(query),
    count: async (query) => threads.reader.calls.countEntries(query),
  }
}

async function append(
  threads: Threads,
  { count, types, entries, connections }: JournalBatch,
): Promise<number> {
  if (threads.closing) throw closed()
  if (count === 0) return threads.newest + 1
  threads.queued += count
  try {
    const first = await threads.writer.calls.append({ count, types, entries, connections })
    threads.newest = Math.max(threads.newest, first + count - 1)
    return first
  } finally {
    threads.queued -= count
  }
}

function connectionsOf(threads: Threads): Store['connections'] {
  return {
    list: async (query) => threads.reader.calls.connections(query),
    find: async (query) => threads.reader.calls.findConnections(query),
    get: async (id) => threads.reader.calls.connection(id),
    async closeLost(at) {
      const { count, newest } = await threads.writer.calls.closeLost(at)
      threads.newest = Math.max(threads.newest, newest)
      return count
    },
  }
}

function captureOf({ writer, reader }: Threads): Store['capture'] {
  return {
    append: async ({ bytes, chunks, ends }) => writer.calls.appendCaptured({ bytes, chunks, ends }),
    chunks: async (query) => reader.calls.chunks(query),
    messageEnds: async (query) => reader.calls.messageEnds(query),
  }
}

function filesOf({ writer, reader }: Threads): Store['files'] {
  return {
    create: async (file, onExisting) => writer.calls.createFile(file, onExisting),
    delete: async (id) => writer.calls.deleteFile(id),
    list: async (query) => reader.calls.files(query),
    get: async (id) => reader.calls.file(id),
    newest: async (serviceId, name) => reader.calls.newestFile(serviceId, name),
    newestOfEach: async (serviceId, limit) => reader.calls.newestFiles(serviceId, limit),
    totals: async () => reader.calls.fileTotals(),
    diskNames: async () => reader.calls.fileDiskNames(),
    parts: async () => reader.calls.fileParts(),
    keepPart: async (part) => writer.calls.keepFilePart(part),
    deletePart: async (diskName) => writer.calls.deleteFilePart(diskName),
  }
}

function auditOf({ writer, reader }: Threads): Store['audit'] {
  return {
    append: async (entry) => writer.calls.appendAudit(entry),
    list: async (query) => reader.calls.audit(query),
  }
}

function settingsOf({ writer, reader }: Threads): Store['settings'] {
  return {
    read: async (section) => reader.calls.settings(section),
    save: async (section, value) => writer.calls.saveSettings(section, value),
  }
}

function identityOf({ writer, reader }: Threads): Store['identity'] {
  return {
    all: async () => reader.calls.identity(),
    createUser: async (user) => writer.calls.createUser(user),
    updateUser: async (user, endedSessions = []) => writer.calls.updateUser(user, endedSessions),
    deleteUser: async (id) => writer.calls.deleteUser(id),
    createToken: async (token) => writer.calls.createToken(token),
    deleteToken: async (id) => writer.calls.deleteToken(id),
    createSession: async (session, endedSessions = []) => writer.calls.createSession(session, endedSessions),
    deleteSessions: async (ids) => writer.calls.deleteSessions(ids),
    noteSeen: async (seen) => writer.calls.noteSeen(seen),
  }
}

function webhooksOf({ writer, reader }: Threads): Store['webhooks'] {
  return {
    all: async () => reader.calls.webhooks(),
    create: async (webhook) => writer.calls.createWebhook(webhook),
    update: async (webhooks) => writer.calls.updateWebhooks(webhooks),
    delete: async (id) => writer.calls.deleteWebhook(id),
  }
}

function retentionOf({ writer, reader }: Threads): Store['retention'] {
  return {
    keep: async (retention) => writer.calls.keep(retention),
    use: async () => reader.calls.storageUse(),
  }
}

function chatsOf({ writer, reader }: Threads): Store['chats'] {
  return {
    unread: async () => reader.calls.unreadChats(),
    countUnread: async (connectionId, seq) => reader.calls.countUnread(connectionId, seq),
    markRead: async (connectionId, seq) => writer.calls.markChatRead(connectionId, seq),
    lastMessages: async (connectionIds) => reader.calls.lastChatMessages(connectionIds),
  }
}
