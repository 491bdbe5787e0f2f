import type { JournalBatch } from '@switchboard/journal'
import { closed } from './store-thread.ts'
import type { Threads } from './store-threads.ts'
import type { Store } from './store.ts'

/** Each part of the store as calls of the thread that does it: what writes goes to the writer, the rest to the reader. */
export function partsOf(threads: Threads): Omit<Store, 'health' | 'close'> {
  return {
    services: servicesOf(threads),
    journal: journalOf(threads),
    connections: connectionsOf(threads),
    chats: chatsOf(threads),
    capture: captureOf(threads),
    files: filesOf(threads),
    identity: identityOf(threads),
    webhooks: webhooksOf(threads),
    bans: bansOf(threads),
    hours: hoursOf(threads),
    audit: auditOf(threads),
    settings: settingsOf(threads),
    retention: retentionOf(threads),
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
    histogram: async (query) => threads.reader.calls.histogram(query),
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
    count: async (query) => threads.reader.calls.countConnections(query),
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

function bansOf({ writer, reader }: Threads): Store['bans'] {
  return {
    all: async () => reader.calls.bans(),
    save: async (bans, gone) => writer.calls.saveBans(bans, gone),
  }
}

function hoursOf({ writer, reader }: Threads): Store['hours'] {
  return {
    add: async (sums) => writer.calls.addHours(sums),
    list: async (query) => reader.calls.hours(query),
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
