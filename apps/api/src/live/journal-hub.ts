import { decodeBatch, type JournalBatch, type NewEntry } from '@switchboard/journal'
import { presentEntry } from '../resources/journal/journal.presenter.ts'
import type { JournalSelection } from './journal-selection.ts'
import { portionsOf, type Portion } from './portion.ts'

/**
 * Entries that go out together, in `seq` order. Made into JSON once for all readers, only those that somebody wants; and
 * what readers of the same selection want is looked for once.
 */
export class HubBatch {
  readonly first: number
  readonly #entries: NewEntry[]
  readonly #json: string[] = []
  readonly #portions = new Map<string, Portion[]>()

  constructor(entries: NewEntry[], first: number) {
    this.#entries = entries
    this.first = first
  }

  get last(): number {
    return this.first + this.#entries.length - 1
  }

  /** What of the entries newer than `seq` belongs to the selection. */
  portions(selection: JournalSelection, seq: number): Portion[] {
    if (seq >= this.first) return this.#select(selection, seq)
    const known = this.#portions.get(selection.key)
    if (known) return known
    const portions = this.#select(selection, seq)
    this.#portions.set(selection.key, portions)
    return portions
  }

  #select({ passes }: JournalSelection, after: number): Portion[] {
    const selected = this.#entries.flatMap((entry, at) => {
      const seq = this.first + at
      return seq > after && passes(entry) ? [{ seq, json: this.#toJson(entry, at) }] : []
    })
    return portionsOf(selected, this.last)
  }

  #toJson({ connection: _connection, ...entry }: NewEntry, at: number): string {
    return (this.#json[at] ??= JSON.stringify(presentEntry({ seq: this.first + at, ...entry })))
  }
}

type Reader = (batch: HubBatch) => void

const GATHER_MS = 25
const MOST_ENTRIES = 500

/**
 * Hands durable entries to whoever follows the journal, in batches. Without readers it only counts, so that nobody
 * pays for a feed that nobody watches.
 */
export class JournalHub {
  readonly #readers = new Set<Reader>()
  readonly #waiting: HubBatch[] = []
  #gathered: NewEntry[] = []
  #gatheredFirst = 0
  #timer: NodeJS.Timeout | undefined
  #newest: number

  constructor(newest: number) {
    this.#newest = newest
  }

  /** The newest seq that has been handed to readers. */
  get newest(): number {
    return this.#newest
  }

  /** Takes entries that are on the disk; the first has seq `first`, the others follow it. */
  publish(batch: JournalBatch, first: number): void {
    if (this.#readers.size === 0 && !this.#timer) {
      this.#newest = first + batch.count - 1
      return
    }
    if (this.#gatheredFirst + this.#gathered.length !== first) this.#cut(first)
    for (const entry of decodeBatch(batch)) this.#gather(entry)
    this.#timer ??= setTimeout(() => this.#flush(), GATHER_MS)
  }

  /** From now on `reader` gets every batch. Answers the way to stop that. */
  follow(reader: Reader): () => void {
    this.#readers.add(reader)
    return () => void this.#readers.delete(reader)
  }

  #gather(entry: NewEntry): void {
    if (this.#gathered.length === MOST_ENTRIES) this.#cut(this.#gatheredFirst + MOST_ENTRIES)
    this.#gathered.push(entry)
  }

  /** Ends the batch that is being gathered; the next one starts at `first`. */
  #cut(first: number): void {
    if (this.#gathered.length > 0) this.#waiting.push(new HubBatch(this.#gathered, this.#gatheredFirst))
    this.#gathered = []
    this.#gatheredFirst = first
  }

  #flush(): void {
    this.#timer = undefined
    this.#cut(0)
    for (const batch of this.#waiting.splice(0)) {
      this.#newest = batch.last
      for (const reader of this.#readers) reader(batch)
    }
  }
}
