/** What the protocol asks the manager, which owns names, quotas and records. Refusals are HostRefusal with a RefusalCode. */
export type FileQuestions = {
  /** Takes room for a file and answers where it shall be written. */
  'files.reserve': { body: Reserve; answer: Reserved }
  /** The file is whole and synced: puts it on record. */
  'files.commit': { body: { reservation: string; sha256: string }; answer: { id: string } }
  /** The file will not be finished: frees what it took, or keeps the part where it may be continued. */
  'files.release': { body: { reservation: string; keep: boolean }; answer: null }
  /** The newest file of that name; refuses with `not-found`. */
  'files.find': { body: { name: string }; answer: StoredFile & { path: string } }
  /** The newest file of each name, newest first. */
  'files.list': { body: { limit: number }; answer: StoredFile[] }
  /** How much of an unfinished file was kept, in bytes. */
  'files.stat': { body: { name: string }; answer: { received: number } }
}

export type FileTopic = keyof FileQuestions

/** Sizes in bytes. */
export type Reserve = {
  connectionId: string
  remoteAddress: string | null
  name: string
  bytes: number
  sha256: string | null
  /** Where the peer goes on; 0: from the beginning. */
  offset: number
  onExisting: 'version' | 'replace' | 'refuse'
  maxTotalBytes: number
  maxFiles: number
  /** How long an unfinished part stays; 0: it does not. */
  keepPartialHours: number
}

/** `path`: where to write, absolute; `offset` bytes are there already. */
export type Reserved = { reservation: string; path: string; offset: number }

/** A whole file, under the name its sender gave; sha256 in lower-case hexadecimal. */
export type StoredFile = { name: string; bytes: number; sha256: string }
