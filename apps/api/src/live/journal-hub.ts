import { decodeBatch, type JournalBatch, type NewEntry } from '@switchboard/journal'
import { presentEntry } from '../resources/journal/journal.presenter.ts'

/** Entries that go out together, in `seq` order. Made into JSON once for all readers, and only if there are any. */
export class HubBatch {
  readonly first: number
  readonly #entries: NewEntry[]
  #json: string[] | undefined

  constructor(entries: NewEntry[], first: number) {
    this.#entries = entries
    this.first = first
  }

  get last(): number {
    return this.first + this.#entries.length - 1
  }

  /** The entries newer than `seq`, each as JSON; of one service if `serviceId` is given. */
  after(seq: number, serviceId?: string): string[] {
    this.#json ??= this.#entries.map((entry, at) => toJson(entry, this.first + at))
    if (seq < this.first && serviceId === undefined) return this.#json
    return this.#json.filter((_json, at) => {
      return this.first + at > seq && (!serviceId || this.#entries[at]?.serviceId === serviceId)
    })
  }
}

function toJson({ connection: _connection, ...entry }: NewEntry, seq: number): string {
  return JSON.stringify(presentEntry({ seq, ...entry }))
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
