import type { CaptureBatch, ConnectionRecord, JournalBatch } from '@switchboard/journal'
import type {
  AuditQuery,
  AuditRow,
  BanRow,
  ChatThread,
  ChunkQuery,
  ChunkRow,
  ConnectionQuery,
  FilePartRow,
  FileQuery,
  FileRow,
  FileTotal,
  EntryFinding,
  Finding,
  Found,
  FoundCount,
  FoundHistogram,
  HistogramQuery,
  HourQuery,
  HourRates,
  HourSums,
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
import type { StoreHealth } from './store-threads.ts'

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
    find(query: JournalQuery & EntryFinding): Promise<Found<JournalRow, number>>
    count(query: Omit<JournalQuery, 'limit'> & EntryFinding): Promise<FoundCount>
    histogram(query: HistogramQuery & Finding): Promise<FoundHistogram>
  }
  readonly connections: {
    list(query: ConnectionQuery): Promise<ConnectionRecord[]>
    find(query: ConnectionQuery & Finding): Promise<Found<ConnectionRecord, string>>
    count(query: Omit<ConnectionQuery, 'limit'> & Finding): Promise<FoundCount>
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
  readonly bans: {
    /** Also those that are over: few enough to be kept in memory. */
    all(): Promise<BanRow[]>
    /** In one transaction, new and changed ones alike; `gone` are forgotten. */
    save(bans: BanRow[], gone: string[]): Promise<void>
  }
  readonly hours: {
    /** Adds to what is on record of these hours. */
    add(sums: HourSums[]): Promise<void>
    /** Those of which something is known, oldest first. */
    list(query: HourQuery): Promise<HourRates[]>
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
