import { flushCompileCache } from 'node:module'
import { parentPort } from 'node:worker_threads'
import { listAudit } from './audit-queries.ts'
import { allBans } from './ban-queries.ts'
import { listChunks, listMessageEnds } from './capture-queries.ts'
import { openChannel, type Port } from './channel.ts'
import { countUnread, lastChatMessages, unreadChats } from './chat-queries.ts'
import { openClient, type Client } from './client.ts'
import { findConnection, listConnections } from './connection-queries.ts'
import {
  allFileParts,
  fileDiskNames,
  fileTotals,
  findFile,
  listFiles,
  newestFile,
  newestFiles,
} from './file-queries.ts'
import { listHours } from './hour-queries.ts'
import { allIdentity } from './identity-queries.ts'
import { listEntries } from './journal-queries.ts'
import { Finder } from './find/finder.ts'
import type {
  AuditQuery,
  ChunkQuery,
  ConnectionQuery,
  FileQuery,
  EntryFinding,
  Finding,
  HistogramQuery,
  HourQuery,
  JournalQuery,
  MessageEndQuery,
} from './rows.ts'
import { scoped } from './scoped.ts'
import { allServices } from './service-queries.ts'
import { readSettings } from './settings-queries.ts'
import { unavailable } from './sqlite-error.ts'
import { storageUse } from './storage-queries.ts'
import { allWebhooks } from './webhook-queries.ts'

const NOT_READ = unavailable('The database could not be read')

let client: Client
let finder: Finder

const calls = {
  /** Before all else; the database is migrated by then. */
  async open(path: string): Promise<void> {
    client = await openClient(path, { readonly: true })
    finder = new Finder(path)
  },
  /** Leaves the database that was at the path for the one that is there now. */
  async reopen(path: string): Promise<void> {
    const before = client
    client = await openClient(path, { readonly: true })
    // The old one closes with its last search, when the garbage collector takes it.
    finder = new Finder(path)
    await before.$disconnect()
  },
  settings: (section: string) => readSettings(client, section).catch(NOT_READ),
  bans: () => allBans(client).catch(NOT_READ),
  hours: (query: HourQuery) => listHours(client, query).catch(NOT_READ),
  webhooks: () => allWebhooks(client).catch(NOT_READ),
  audit: (query: AuditQuery) => listAudit(client, query).catch(NOT_READ),
  identity: () => allIdentity(client).catch(NOT_READ),
  storageUse: () => storageUse(client).catch(NOT_READ),
  services: () => allServices(client).catch(NOT_READ),
  journal: (query: JournalQuery) =>
    scoped(
      query,
      (of) => listEntries(client, of),
      ({ seq }) => seq,
    ).catch(NOT_READ),
  findEntries: (query: JournalQuery & EntryFinding) => finder.entries(query).catch(NOT_READ),
  countEntries: (query: Omit<JournalQuery, 'limit'> & EntryFinding) =>
    finder.countEntries(query).catch(NOT_READ),
  histogram: (query: HistogramQuery & Finding) => finder.histogram(query).catch(NOT_READ),
  findConnections: (query: ConnectionQuery & Finding) => finder.connections(query).catch(NOT_READ),
  countConnections: (query: Omit<ConnectionQuery, 'limit'> & Finding) =>
    finder.countConnections(query).catch(NOT_READ),
  unreadChats: () => unreadChats(client).catch(NOT_READ),
  countUnread: (connectionId: string, seq: number) => countUnread(client, connectionId, seq).catch(NOT_READ),
  lastChatMessages: (ids: string[]) => lastChatMessages(client, ids).catch(NOT_READ),
  connections: (query: ConnectionQuery) =>
    scoped(
      query,
      (of) => listConnections(client, of),
      ({ id }) => id,
    ).catch(NOT_READ),
  connection: (id: string) => findConnection(client, id).catch(NOT_READ),
  chunks: (query: ChunkQuery) => listChunks(client, query).catch(NOT_READ),
  messageEnds: (query: MessageEndQuery) => listMessageEnds(client, query).catch(NOT_READ),
  files: (query: FileQuery) =>
    (query.order
      ? listFiles(client, query)
      : scoped(
          query,
          (of) => listFiles(client, of),
          ({ id }) => id,
        )
    ).catch(NOT_READ),
  file: (id: string) => findFile(client, id).catch(NOT_READ),
  newestFile: (serviceId: string, name: string) => newestFile(client, serviceId, name).catch(NOT_READ),
  newestFiles: (serviceId: string, limit: number) => newestFiles(client, serviceId, limit).catch(NOT_READ),
  fileParts: () => allFileParts(client).catch(NOT_READ),
  fileTotals: () => fileTotals(client).catch(NOT_READ),
  fileDiskNames: () => fileDiskNames(client).catch(NOT_READ),
}

export type ReaderCalls = typeof calls

openChannel<Record<string, never>, ReaderCalls>(parentPort as Port, calls)
flushCompileCache() // for the next start: a thread that is terminated saves nothing
