import type { ConnectionRecord, NewEntry } from '@switchboard/journal'
import type { FilePartRow, FileRow, StoredService } from '../rows.ts'

/** Rows for tests: complete, and different where a test says so. */

export function service(some: Partial<StoredService> = {}): StoredService {
  return {
    id: 'svc_1',
    name: 'echo-lab',
    protocol: 'echo',
    settings: { tags: [], options: { framing: { kind: 'raw' } } },
    desired: 'running',
    revision: 1,
    createdAt: 1_795_239_402_511,
    updatedAt: 1_795_239_402_511,
    ...some,
  }
}

export function entry(some: Partial<NewEntry> = {}): NewEntry {
  return {
    at: 1_795_239_402_511,
    type: 'service.started',
    severity: 'info',
    serviceId: 'svc_1',
    serviceName: 'echo-lab',
    connectionId: null,
    transport: null,
    remoteAddress: null,
    remotePort: null,
    direction: null,
    bytes: null,
    preview: null,
    detail: null,
    ...some,
  }
}

/** `count` entries whose `bytes` count from `from`, to tell them apart. */
export function entries(count: number, from = 0): NewEntry[] {
  return Array.from({ length: count }, (_, index) => entry({ bytes: from + index }))
}

export function connection(some: Partial<ConnectionRecord> = {}): ConnectionRecord {
  return {
    id: 'con_1',
    serviceId: 'svc_1',
    serviceName: 'echo-lab',
    protocol: 'echo',
    transport: 'tcp',
    localAddress: '127.0.0.1',
    localPort: 7007,
    remoteAddress: '127.0.0.1',
    remotePort: 51_234,
    openedAt: 1_795_239_402_511,
    closedAt: null,
    bytesIn: 0,
    bytesOut: 0,
    chunksIn: 0,
    messagesIn: 0,
    messagesOut: 0,
    closeReason: null,
    error: null,
    identity: null,
    ...some,
  }
}

/** The entry that opens the connection, or closes it if it is closed. */
export function entryAbout(row: ConnectionRecord): NewEntry {
  const type = row.closedAt === null ? 'connection.opened' : 'connection.closed'
  return entry({
    type,
    connectionId: row.id,
    serviceId: row.serviceId,
    transport: row.transport,
    connection: row,
  })
}

export function file(some: Partial<FileRow> = {}): FileRow {
  return {
    id: 'fil_1',
    serviceId: 'svc_1',
    serviceName: 'drop-box',
    connectionId: 'con_1',
    name: 'hello.txt',
    bytes: 5,
    sha256: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
    diskName: 'd6b1a6c1',
    receivedAt: 1_795_239_402_511,
    remoteAddress: '127.0.0.1',
    ...some,
  }
}

export function filePart(some: Partial<FilePartRow> = {}): FilePartRow {
  return {
    diskName: 'd6b1a6c1',
    serviceId: 'svc_1',
    name: 'hello.txt',
    bytes: 5,
    sha256: null,
    keptUntil: 1_795_239_402_511,
    ...some,
  }
}
