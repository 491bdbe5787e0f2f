import type { Filter } from '@switchboard/filter'
import type { NewEntry } from '@switchboard/journal'

// What the store keeps, as plain values. All times are milliseconds since the epoch.

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

/** A journal entry on record. `seq` grows in commit order and never repeats. */
export type JournalRow = Omit<NewEntry, 'connection'> & { seq: number }

/** Ids of the only services a query may find something of; without it there is no such bound. */
export type Scope = { serviceIds?: readonly string[] }

/** From `from` to, not including, `to`, in milliseconds since the epoch. */
export type TimeSpan = { from?: number; to?: number }

/** A page of the journal. With `after` it runs oldest first, otherwise newest first; both bounds are exclusive. */
export type JournalQuery = {
  before?: number
  after?: number
  limit: number
  serviceId?: string
  connectionId?: string
  type?: string
} & Scope

/** The talk with one caller. `unread`: messages of the caller that nobody has read, `newest` the `seq` of the last one. */
export type ChatThread = { connectionId: string; serviceId: string; unread: number; newest: number }

/** A service as it is configured now: what entries and connections on record do not say themselves. */
export type KnownService = { id: string; protocol: string; tags: readonly string[] }

/** What is looked for. `services`: all there are; `now`: the present of `last:`, milliseconds since the epoch. */
export type Finding = { filter: Filter; services: readonly KnownService[]; now: number }

/** The same, and when entries were made. */
export type EntryFinding = Finding & TimeSpan

/**
 * A page of what was found. `next` is the bound to go on from, null where all was looked at: a page may have fewer rows
 * than asked for, even none, and go on, because each one looks for a limited time only.
 */
export type Found<Row, Key> = { rows: Row[]; next: Key | null }

/** How many entries were found. Not `isExact`: so many were expected from those looked at. */
export type FoundCount = { count: number; isExact: boolean }

/** A histogram of `buckets` stretches of time from `from` to `to`; all are of the same length. */
export type HistogramQuery = Omit<JournalQuery, 'limit' | 'after'> & Required<TimeSpan> & { buckets: number }

/**
 * Entries by severity, of each bucket. `next` is the `before` to count on from, null where all were counted: each request
 * counts for a limited time, the newest entries first.
 */
export type FoundHistogram = Record<NewEntry['severity'], number[]> & {
  bucketMs: number
  next: number | null
  /** Of when the entry `next` is: what is older is not counted yet. */
  countedFrom: number | null
}

/** How long and how much is kept; null: no bound. Of entries the newest ones. */
export type Bounds = { maxAgeMs: number | null; maxEntries: number | null }

/** Bounds for the whole journal, and, by their ids, for services that have their own instead. Bytes are of all. */
export type Retention = Bounds & { maxBytes: number | null; services: Record<string, Bounds> }

/** What the database keeps. `bytes`: in use of its `fileBytes`; `entries`: at most so many; `oldestAt`: of the oldest one. */
export type StorageUse = { bytes: number; fileBytes: number; entries: number; oldestAt: number | null }

/** A page of connections, with `after` oldest first, otherwise newest first; both bounds are ids, exclusive. */
export type ConnectionQuery = {
  before?: string
  after?: string
  limit: number
  state?: 'open' | 'closed'
  serviceId?: string
} & Scope

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

/** What files are sorted by. Those that are alike in it stand by their ids, in the same direction. */
export type FileOrder = { by: 'id' | 'name' | 'bytes' | 'serviceName'; down: boolean }

/** Where a page of files goes on: behind the file with this id, and this value of what they are sorted by. */
export type FilePlace = { id: string; value?: string | number }

/** A page of files: newest first, `before` an id, exclusive; or in another order, behind a `place` in it. */
export type FileQuery = {
  before?: string
  order?: FileOrder
  place?: FilePlace
  limit: number
  serviceId?: string
} & Scope

export type FileTotal = { serviceId: string; files: number; bytes: number }

/** Bytes as they passed: `at` in microseconds since the epoch, `offset` how many went the same way before. */
export type ChunkRow = {
  ordinal: number
  at: number
  direction: 'in' | 'out'
  offset: number
  bytes: Uint8Array
}

/** Captured chunks after the ordinal `after`: `limit` of them or `maxBytes` bytes at most, but one in any case. */
export type ChunkQuery = {
  connectionId: string
  direction?: 'in' | 'out'
  after: number
  limit: number
  maxBytes: number
}

/** Ends of messages between two offsets, both inclusive. */
export type MessageEndQuery = { connectionId: string; direction: 'in' | 'out'; from: number; to: number }

type HourNumbers = {
  connections: number
  refusedConnections: number
  errors: number
  bytesIn: number
  bytesOut: number
  messagesIn: number
  messagesOut: number
  /** The most that were open in one of the seconds. */
  openConnections: number
}

/** What a service, or with the id '' all together, carried in so many seconds of an hour (counted since 1970). */
export type HourSums = HourNumbers & { serviceId: string; hour: number; seconds: number }

/** What several carried together in an hour, per second of those of which something is known. */
export type HourRates = HourNumbers & { hour: number; seconds: number }

/** Hours from one, inclusive, to another, exclusive. */
export type HourQuery = { serviceIds: string[]; from: number; to: number }

/** Somebody who signs in with name and password. `username` is unique without regard to case. */
export type UserRow = {
  id: string
  username: string
  role: 'viewer' | 'operator' | 'admin'
  /** A PHC string: algorithm, parameters, salt and hash. */
  password: string
  /** The sealed secret; null without a second factor. */
  secondFactor: string | null
  /** The last time step whose code was used; none is used twice. */
  secondFactorStep: number
  /** Hashes of those that were not used yet. */
  recoveryCodes: string[]
  createdAt: number
  lastSeenAt: number | null
}

/** A token for programs. `services`: ids of the only ones it may see; null for all. */
export type TokenRow = {
  id: string
  name: string
  hash: string
  role: UserRow['role']
  services: string[] | null
  createdAt: number
  createdBy: string
  expiresAt: number | null
  lastUsedAt: number | null
}

/** A browser that is signed in by a user, by an API token, or (neither) by the admin token. `hash` is of its cookie. */
export type SessionRow = {
  id: string
  hash: string
  userId: string | null
  tokenId: string | null
  address: string
  userAgent: string
  createdAt: number
  lastSeenAt: number
}

export type IdentityRows = { users: UserRow[]; tokens: TokenRow[]; sessions: SessionRow[] }

type Seen = { id: string; at: number }

/** When each of them was last seen. */
export type SeenRows = { users: Seen[]; tokens: Seen[]; sessions: Seen[] }

/**
 * Who is told of what by HTTP. `secret` is sealed; every entry up to `cursor` was delivered or did not pass `filter`; the
 * `last…` are of the newest attempt: its time, the status of its answer, why it failed.
 */
export type WebhookRow = {
  id: string
  name: string
  url: string
  filter: string
  secret: string
  enabled: boolean
  createdAt: number
  cursor: number
  failingSince: number | null
  lastAt: number | null
  lastStatus: number | null
  lastError: string | null
}

/**
 * A network (CIDR) that may not connect; over if `endedAt` is not null, and then lifted by `endedBy` unless the time ran
 * out. `events` counts what speaks against it by kind; `count` says how often it was banned by then.
 */
export type BanRow = {
  id: string
  network: string
  reason: 'manual' | 'score'
  score: number | null
  events: Record<string, number>
  note: string
  count: number
  createdAt: number
  createdBy: string | null
  expiresAt: number | null
  endedAt: number | null
  endedBy: string | null
}

/** Something that somebody changed. `changes` tells field by field, secrets masked. */
export type AuditRow = {
  seq: number
  at: number
  action: string
  /** By the name of that time; null where nobody was signed in. */
  actor: string | null
  role: string | null
  method: string | null
  userId: string | null
  tokenId: string | null
  address: string | null
  /** The id of what was changed. */
  target: string | null
  targetName: string | null
  changes: { field: string; before: unknown; after: unknown }[]
  requestId: string
}

/**
 * `actor` is a name or an id, `target` likewise; an `action` that ends in a dot stands for all that begin with it. `since`
 * (inclusive) and `until` are milliseconds since the epoch.
 */
export type AuditQuery = {
  before?: number
  actor?: string
  action?: string
  target?: string
  since?: number
  until?: number
  limit: number
}
