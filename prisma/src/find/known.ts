import type { Database } from 'better-sqlite3'
import { BLOCKED, type Blocked } from '../blocks.ts'
import type { KnownService } from '../rows.ts'

/** Types that most entries have; the index of types leaves them out, by these very words. */
export const COMMON_TYPES = ['connection.opened', 'connection.closed', 'message.received', 'message.sent']
export const IS_RARE = `type NOT IN ('connection.opened', 'connection.closed', 'message.received', 'message.sent')`

/** The few values that some columns have; a filter is asked about each of them once instead of about every row. */
export class Known {
  readonly #database: Database
  readonly services: readonly KnownService[]

  constructor(database: Database, services: readonly KnownService[]) {
    this.#database = database
    this.services = services
  }

  /** Every type there is; others there may be are none of the journal's. */
  types(): string[] {
    return [...COMMON_TYPES, ...this.rareTypes()]
  }

  /** Steps from one type to the next in the index, which is in their order. */
  rareTypes(): string[] {
    return this.#database
      .prepare<[], string>(
        `WITH RECURSIVE steps (type) AS (
           SELECT min(type) FROM journal WHERE ${IS_RARE}
           UNION ALL
           SELECT (SELECT min(journal.type) FROM journal WHERE journal.type > steps.type AND journal.${IS_RARE})
           FROM steps WHERE steps.type IS NOT NULL)
         SELECT type FROM steps WHERE type IS NOT NULL`,
      )
      .pluck()
      .all()
  }

  /** The newest entry whose text the full-text index has. */
  textEnd(): number {
    return this.#database.prepare<[], number>('SELECT seq FROM journal_text_end').pluck().get() ?? 0
  }

  /** The key from which on the addresses of all rows are in their index; null: they all are. */
  addressStart(subject: Blocked): number | string | null {
    const block = `(SELECT block FROM address_starts WHERE subject = '${subject}')`
    return (
      this.#database
        .prepare<[], number | string>(`SELECT ${BLOCKED[subject].firstOf(block)} WHERE ${block} > 0`)
        .pluck()
        .get() ?? null
    )
  }

  /** Every name a service has had on record; id '' where the row names no service. */
  serviceNames(): { id: string; name: string }[] {
    return this.#database
      .prepare<[], { id: string; name: string }>('SELECT service_id AS id, name FROM service_names')
      .all()
  }
}
