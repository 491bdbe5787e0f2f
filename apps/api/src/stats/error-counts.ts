import { ENTRY_KEYS, type JournalBatch } from '@switchboard/journal'

const TYPE = ENTRY_KEYS.indexOf('type')
const SEVERITY = ENTRY_KEYS.indexOf('severity')
const SERVICE_ID = ENTRY_KEYS.indexOf('serviceId')

/** How a severity stands among the values of a row; inside a text the quotes would be escaped. */
const MARKS = [',"warning",', ',"error",']

/** How many entries told of something gone wrong, by service; null is what is of none. Refusals are counted elsewhere. */
export class ErrorCounts {
  readonly #counts = new Map<string | null, number>()

  /** A batch in which all is well is not read. */
  note({ entries }: Pick<JournalBatch, 'entries'>): void {
    if (!MARKS.some((mark) => entries.includes(mark))) return
    for (const row of JSON.parse(entries) as (string | null)[][]) {
      if (row[SEVERITY] === 'info' || row[TYPE] === 'connection.refused') continue
      const id = row[SERVICE_ID] ?? null
      this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1)
    }
  }

  /** What was counted since the last time. */
  take(serviceId: string | null): number {
    const count = this.#counts.get(serviceId) ?? 0
    this.#counts.delete(serviceId)
    return count
  }

  /** Of services that are gone, too. */
  clear(): void {
    this.#counts.clear()
  }
}
