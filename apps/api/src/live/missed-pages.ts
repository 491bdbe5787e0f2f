import type { Found, JournalRow, Store } from '@switchboard/store'
import { presentEntry } from '../resources/journal/journal.presenter.ts'
import { Gate } from './gate.ts'
import type { JournalSelection } from './journal-selection.ts'
import { portionsOf, type EntryText, type Portion } from './portion.ts'

/** Entries that a reader has missed, and up to where it knows everything then. */
export type Missed = { portions: Portion[]; upTo: number }

type Page = Missed & { entries: EntryText[]; isLast: boolean }

const PAGE = 200
/** Pages read from the store at the same time. */
const READING_AT_ONCE = 4
/** Pages kept for others who come back at the same time: about 200 KB each. */
const MOST_KEPT = 16
const KEPT_MS = 1000

/**
 * Reads what readers have missed, a page at a time, and once for those who come back together: after a restart all
 * dashboards do. Their pages begin at the same places, wherever each of them was cut.
 */
export class MissedPages {
  readonly #journal: Store['journal']
  readonly #gate = new Gate(READING_AT_ONCE)
  readonly #pages = new Map<string, Promise<Page>>()

  constructor(journal: Store['journal']) {
    this.#journal = journal
  }

  /** The next entries of the selection after `seq`. `newest`: of the journal. Rejects with what the store throws. */
  async after(seq: number, selection: JournalSelection, newest: number): Promise<Missed> {
    const from = selection.isWhole ? seq - (seq % PAGE) : seq
    const { entries, portions, upTo } = await this.#page(from, selection, newest)
    if (from === seq) return { portions, upTo }
    const mine = entries.filter((entry) => entry.seq > seq)
    return { portions: portionsOf(mine, upTo), upTo }
  }

  #page(from: number, selection: JournalSelection, newest: number): Promise<Page> {
    const key = `${from} ${selection.key}`
    const known = this.#pages.get(key)
    if (known) return known
    const page = this.#gate.pass(() => this.#read(from, selection, newest))
    this.#pages.set(key, page)
    const forget = () => void (this.#pages.get(key) === page && this.#pages.delete(key))
    page.then(({ isLast }) => (isLast ? forget() : void setTimeout(forget, KEPT_MS).unref()), forget)
    this.#letGo()
    return page
  }

  #letGo(): void {
    const [oldest] = this.#pages.keys()
    if (oldest !== undefined && this.#pages.size > MOST_KEPT) this.#pages.delete(oldest)
  }

  async #read(from: number, selection: JournalSelection, newest: number): Promise<Page> {
    const { rows, next } = await this.#find(from, selection)
    const upTo = next ?? Math.max(newest, rows.at(-1)?.seq ?? 0)
    const entries = rows.map((row) => ({ seq: row.seq, json: JSON.stringify(presentEntry(row)) }))
    return { entries, portions: portionsOf(entries, upTo), upTo, isLast: next === null }
  }

  async #find(
    after: number,
    { serviceId, serviceIds, finding: ask }: JournalSelection,
  ): Promise<Found<JournalRow, number>> {
    const query = {
      ...{ after, limit: PAGE },
      ...(serviceId !== undefined && { serviceId }),
      ...(serviceIds && { serviceIds }),
    }
    const finding = ask()
    if (finding) return this.#journal.find({ ...query, ...finding })
    const rows = await this.#journal.list(query)
    return { rows, next: rows.length === PAGE ? (rows.at(-1)?.seq ?? null) : null }
  }
}
