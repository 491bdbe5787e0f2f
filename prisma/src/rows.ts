// What the store keeps, as plain values. All times are milliseconds since the epoch.

export type Transport = 'tcp' | 'udp' | 'unix'

export type StoredService = {
  id: string
  /** Unique. */
  name: string
  protocol: string
  /** Everything else the user has set; whoever reads it fills in what is younger than the row. */
  settings: Record<string, unknown>
  desired: 'running' | 'stopped'
  revision: number
  createdAt: number
  updatedAt: number
}

export type CloseReason =
  | 'peer-closed'
  | 'protocol-finished'
  | 'killed'
  | 'service-stopped'
  | 'idle-timeout'
  | 'max-duration'
  | 'slow-peer'
  | 'protocol-error'
  | 'reset'
  | 'engine-lost'
  | 'manager-lost'

/** A connection, open while `closedAt` is null. Ids sort by the time of opening. */
export type ConnectionRow = {
  id: string
  serviceId: string
  serviceName: string
  protocol: string
  transport: Transport
  localAddress: string | null
  localPort: number | null
  remoteAddress: string | null
  remotePort: number | null
  openedAt: number
  closedAt: number | null
  bytesIn: number
  bytesOut: number
  chunksIn: number
  messagesIn: number
  messagesOut: number
  closeReason: CloseReason | null
  error: string | null
  identity: string | null
}

/** A journal entry on its way in. `connection` becomes that connection's row in the same transaction. */
export type NewJournalRow = {
  at: number
  type: string
  severity: 'info' | 'warning' | 'error'
  serviceId: string | null
  serviceName: string | null
  connectionId: string | null
  transport: Transport | null
  remoteAddress: string | null
  remotePort: number | null
  direction: 'in' | 'out' | null
  bytes: number | null
  preview: string | null
  detail: Record<string, unknown> | null
  connection?: ConnectionRow
}

/** A journal entry on record. `seq` grows in commit order and never repeats. */
export type JournalRow = Omit<NewJournalRow, 'connection'> & { seq: number }

/** A page of the journal. With `after` it runs oldest first, otherwise newest first; both bounds are exclusive. */
export type JournalQuery = {
  before?: number
  after?: number
  limit: number
  serviceId?: string
  connectionId?: string
  type?: string
}

/** The talk with one caller. `unread`: messages of the caller that nobody has read, `newest` the `seq` of the last one. */
export type ChatThread = { connectionId: string; serviceId: string; unread: number; newest: number }

/** A page of connections, newest first; `before` is an id, exclusive. */
export type ConnectionQuery = {
  before?: string
  limit: number
  state?: 'open' | 'closed'
  serviceId?: string
}

/** A file that was received whole; `diskName` is its random name in the files folder. Ids sort by the time of receipt. */
export type FileRow = {
  id: string
  serviceId: string
  serviceName: string
  connectionId: string
  name: string
  bytes: number
  /** Lower-case hexadecimal. */
  sha256: string
  diskName: string
  receivedAt: number
  remoteAddress: string | null
}

/** What becomes of files that have the same name in the same service: both stay, the new one, or the old one. */
export type OnExisting = 'version' | 'replace' | 'refuse'

/** A file that is not whole yet and may be continued; `bytes` is what it shall have in the end. */
export type FilePartRow = {
  diskName: string
  serviceId: string
  name: string
  bytes: number
  sha256: string | null
  keptUntil: number
}

/** A page of files, newest first; `before` is an id, exclusive. */
export type FileQuery = { before?: string; limit: number; serviceId?: string }

export type FileTotal = { serviceId: string; files: number; bytes: number }
