import type { Connection, JournalEntry } from '@switchboard/contract'

/** A caller, and what was said last. */
export type ChatRow = { connection: Connection; last: JournalEntry | null }

/** The newest message of each connection. */
export type LastMessages = ReadonlyMap<string, JournalEntry>

export const NO_MESSAGES: LastMessages = new Map()

/** The open callers first, then those whose talk is over; who came and went without a word had none. */
export function chatRows(
  open: readonly Connection[],
  ended: readonly Connection[],
  last: LastMessages,
): ChatRow[] {
  const isOpen = new Set(open.map(({ id }) => id))
  const over = ended.filter(({ id }) => !isOpen.has(id) && last.has(id))
  return [...open, ...over].map((connection) => ({ connection, last: last.get(connection.id) ?? null }))
}

/** The ended ones with those that have just ended at the front, each once. */
export function withEnded(ended: readonly Connection[], now: readonly Connection[]): readonly Connection[] {
  const ids = new Set(now.map(({ id }) => id))
  return [...now, ...ended.filter(({ id }) => !ids.has(id))]
}

/** Takes in further messages, in any order. */
export function withMessages(last: LastMessages, entries: readonly JournalEntry[]): LastMessages {
  const all = new Map(last)
  for (const entry of entries) {
    const id = entry.connectionId ?? ''
    if (entry.seq > (all.get(id)?.seq ?? 0)) all.set(id, entry)
  }
  return all
}
