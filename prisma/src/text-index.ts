import { fold } from '@switchboard/filter'
import { TEXT_KEYS } from '@switchboard/filter/match'
import { ENTRY_KEYS, type ColumnValue } from '@switchboard/journal'
import type { Database, Statement } from 'better-sqlite3'

/** Texts that are added together: one by one they cost twice as much. That takes about 10 ms. */
const TEXTS_AT_ONCE = 1000

/** Entries whose texts may wait at most, so that whoever looks through them is soon done. */
const MOST_ENTRIES = 8192

/** SQL: whether an entry has a text. */
export const HAS_TEXT = `(preview IS NOT NULL OR (detail IS NOT NULL AND (${TEXT_KEYS.map(
  (key) => `instr(detail, '"${key}":')`,
).join(' OR ')})))`

const PREVIEW = ENTRY_KEYS.indexOf('preview')
const DETAIL = ENTRY_KEYS.indexOf('detail')

type Text = [seq: number, text: string]

/**
 * Feeds the full-text index `journal_text`, in the transactions that write the entries, but later: `journal_text_end`
 * says how far it is. Texts that wait are kept in memory, and read again after a restart.
 */
export class TextIndex {
  readonly #insert: Statement<Text>
  readonly #keepEnd: Statement<[number]>
  readonly #oldest: Statement<[], number>
  #end: number
  #waiting: Text[]
  /** Of the transaction under way. */
  #noted: Text[] = []
  #isAdded = false

  constructor(database: Database) {
    this.#insert = database.prepare('INSERT INTO journal_text (rowid, text) VALUES (?, ?)')
    this.#keepEnd = database.prepare('UPDATE journal_text_end SET seq = ?')
    this.#oldest = database.prepare<[], number>('SELECT seq FROM journal ORDER BY seq LIMIT 1').pluck()
    this.#end = database.prepare<[], number>('SELECT seq FROM journal_text_end').pluck().get() ?? 0
    this.#waiting = database
      .prepare<[number], { seq: number; preview: string | null; detail: string | null }>(
        `SELECT seq, preview, detail FROM journal WHERE seq > ? AND ${HAS_TEXT}`,
      )
      .all(this.#end)
      .map(({ seq, preview, detail }) => [seq, textOf(preview, detail)])
  }

  /** A row of the journal, in the order of ENTRY_KEYS. */
  noteEntry(seq: number, row: ColumnValue[]): void {
    const text = textOf(row[PREVIEW] ?? null, row[DETAIL] ?? null)
    if (text !== '') this.#noted.push([seq, text])
  }

  /** Adds the texts if it is time; within the transaction that writes the entries up to `newest`. */
  write(newest: number): void {
    const texts = this.#waiting.length + this.#noted.length
    this.#isAdded = texts >= TEXTS_AT_ONCE || newest - this.#end >= MOST_ENTRIES
    if (!this.#isAdded) return
    // Of entries that were deleted meanwhile nobody would ever delete the text.
    const oldest = this.#oldest.get() ?? 0
    for (const text of this.#waiting) if (text[0] >= oldest) this.#insert.run(...text)
    for (const text of this.#noted) this.#insert.run(...text)
    this.#keepEnd.run(newest)
  }

  /** The transaction is over: `newest` is its last entry, null if it was taken back. */
  settle(newest: number | null): void {
    if (newest !== null && this.#isAdded) {
      this.#end = newest
      this.#waiting = []
    } else if (newest !== null) this.#waiting.push(...this.#noted)
    this.#noted = []
  }
}

/** The texts in a `detail`, as JSON.stringify writes it: taking all of it apart would cost three times as much. */
const TEXTS = new RegExp(`"(?:${TEXT_KEYS.join('|')})":("(?:[^"\\\\]|\\\\.)*")`, 'g')

/** All that `text:` looks for, in the form in which it is compared; more does no harm. */
function textOf(preview: ColumnValue, detail: ColumnValue): string {
  const texts = typeof preview === 'string' ? [preview] : []
  if (typeof detail === 'string')
    for (const [, text = ''] of detail.matchAll(TEXTS)) texts.push(unquoted(text))
  return texts.length === 0 ? '' : fold(texts.join('\n'))
}

const unquoted = (text: string): string =>
  text.includes('\\') ? (JSON.parse(text) as string) : text.slice(1, -1)
