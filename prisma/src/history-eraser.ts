import type { Database, Statement } from 'better-sqlite3'
import { HAS_TEXT } from './text-index.ts'

/** What deciding about an entry takes. */
export type OldEntry = {
  seq: number
  at: number
  serviceId: string | null
  connectionId: string | null
  hasText: 0 | 1
}

/** SQL: the columns of an OldEntry. */
export const OLD_ENTRY = `seq, at, service_id AS serviceId, connection_id AS connectionId, ${HAS_TEXT} AS hasText`

/** Chunks are large, and of one connection there may be very many. */
const CAPTURED_AT_ONCE = 200

/**
 * Deletes entries with all that goes with them: their texts, and connections that are over and of which no entry is
 * left, after what was captured on those. A few at a time, so that a transaction is soon over.
 */
export class HistoryEraser {
  readonly #isLast: Statement<{ id: string; entries: number }, { yes: 0 | 1 }>
  readonly #deleteCaptured: Statement<[string, number]>[]
  readonly #deleteText: Statement<[number]>
  readonly #deleteEntries: Statement<[string]>
  readonly #deleteConnections: Statement<[string]>

  constructor(database: Database) {
    this.#isLast = database.prepare(`
      SELECT closed_at IS NOT NULL AND (
        SELECT count(*) FROM (SELECT 1 FROM journal WHERE connection_id = @id LIMIT @entries + 1)) <= @entries AS yes
      FROM connections WHERE id = @id`)
    this.#deleteCaptured = [
      database.prepare(`DELETE FROM chunks WHERE rowid IN (
        SELECT rowid FROM chunks WHERE connection_id IN (SELECT value FROM json_each(?)) LIMIT ?)`),
      database.prepare(`DELETE FROM message_ends WHERE (connection_id, direction, "end") IN (
        SELECT connection_id, direction, "end" FROM message_ends
        WHERE connection_id IN (SELECT value FROM json_each(?)) LIMIT ?)`),
    ]
    this.#deleteText = database.prepare('DELETE FROM journal_text WHERE rowid = ?')
    this.#deleteEntries = database.prepare(
      'DELETE FROM journal WHERE seq IN (SELECT value FROM json_each(?))',
    )
    this.#deleteConnections = database.prepare(
      'DELETE FROM connections WHERE id IN (SELECT value FROM json_each(?))',
    )
  }

  /** Within a transaction. False: so much was captured that some of it is left, and all entries are still there. */
  erase(entries: readonly OldEntry[]): boolean {
    const over = JSON.stringify(this.#connectionsOver(entries))
    for (const statement of this.#deleteCaptured)
      if (statement.run(over, CAPTURED_AT_ONCE).changes === CAPTURED_AT_ONCE) return false
    for (const { seq, hasText } of entries) if (hasText) this.#deleteText.run(seq)
    this.#deleteEntries.run(JSON.stringify(entries.map(({ seq }) => seq)))
    this.#deleteConnections.run(over)
    return true
  }

  /** Those that are closed and have no other entries than these. */
  #connectionsOver(entries: readonly OldEntry[]): string[] {
    const counts = new Map<string, number>()
    for (const { connectionId: id } of entries) if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1)
    return [...counts].flatMap(([id, count]) => (this.#isLast.get({ id, entries: count })?.yes ? id : []))
  }
}
