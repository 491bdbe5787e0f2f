import {
  closedEntry,
  encodeBatch,
  openedEntry,
  type ConnectionRecord,
  type JournalBatch,
  type NewEntry,
} from '@switchboard/journal'

/** Batches leave this far apart (milliseconds), so an entry waits for company only when one has just left. */
const APART_MS = 20
const BATCH_ENTRIES = 1000

/** So many entries may be under way to the disk before new connections have to wait. */
const HIGH_WATER_ENTRIES = 10_000
/** Above this, entries about single messages have to stay away, so that there is room for those about connections. */
const CROWDED_ENTRIES = HIGH_WATER_ENTRIES / 2

/** What the journal asks of a connection: how it stands when the batch leaves. */
export type Recorded = { record(): ConnectionRecord }

/** A batch, and what the manager has to know of it without reading it. */
export type EngineBatch = JournalBatch & {
  /** Connections that were opened and are still open. */
  opened: ConnectionRecord[]
  /** Ids of connections that an earlier batch opened and this one closes. */
  closed: string[]
}

type Item = NewEntry | { opened: Recorded } | { closed: Recorded }

/**
 * The engine's end of the journal: gathers entries into batches and knows how many are not yet on the disk.
 *
 *     record ──▶ batch (20 ms or 1,000) ──▶ deliver ──▶ manager ──▶ store; the answer comes back after the commit
 *
 * Nothing is ever dropped. While more than 10,000 entries are under way `full` is true, and whoever is about to
 * open a connection waits for `ready()`. A connection that opens and closes within one batch is told of as it was in
 * the end.
 */
export class Journal {
  readonly #deliver: (batch: EngineBatch) => Promise<void>
  #batch: Item[] = []
  #isScheduled = false
  #timer: NodeJS.Timeout | undefined
  #flushedAt = -Infinity
  #underWay = 0
  #waiting: (() => void)[] = []
  #emptied: (() => void)[] = []

  constructor(deliver: (batch: EngineBatch) => Promise<void>) {
    this.#deliver = deliver
  }

  get full(): boolean {
    return this.#underWay >= HIGH_WATER_ENTRIES
  }

  get crowded(): boolean {
    return this.#underWay >= CROWDED_ENTRIES
  }

  record(entry: NewEntry): void {
    this.#add(entry)
  }

  opened(connection: Recorded): void {
    this.#add({ opened: connection })
  }

  closed(connection: Recorded): void {
    this.#add({ closed: connection })
  }

  /** Resolves once entries may be added without falling further behind. */
  ready(): Promise<void> {
    return this.full ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve()
  }

  /** Resolves once every entry recorded so far is on the disk. */
  async settled(): Promise<void> {
    this.#flush()
    if (this.#underWay > 0) await new Promise<void>((resolve) => this.#emptied.push(resolve))
  }

  #add(item: Item): void {
    this.#batch.push(item)
    this.#underWay++
    if (this.#batch.length >= BATCH_ENTRIES) this.#flush()
    else if (!this.#isScheduled) this.#schedule()
  }

  /** The first entry after a pause leaves before the loop reads what its peer sends next. */
  #schedule(): void {
    this.#isScheduled = true
    const wait = this.#flushedAt + APART_MS - performance.now()
    if (wait > 0) this.#timer = setTimeout(() => this.#flush(), wait)
    else setImmediate(() => this.#flush())
  }

  #flush(): void {
    clearTimeout(this.#timer)
    this.#isScheduled = false
    if (this.#batch.length === 0) return
    this.#flushedAt = performance.now()
    const batch = encode(this.#batch)
    this.#batch = []
    void this.#deliver(batch).then(() => this.#onDisk(batch.count))
  }

  #onDisk(count: number): void {
    this.#underWay -= count
    if (!this.full) release(this.#waiting)
    if (this.#underWay === 0) release(this.#emptied)
  }
}

function release(waiting: (() => void)[]): void {
  for (const resume of waiting.splice(0)) resume()
}

function encode(items: Item[]): EngineBatch {
  const records = new Map<Recorded, ConnectionRecord>()
  const opened = new Map<string, ConnectionRecord>()
  const closed: string[] = []
  const entries = items.map((item) => {
    if ('opened' in item) {
      const record = recordOf(item.opened)
      opened.set(record.id, record)
      return openedEntry(record)
    }
    if ('closed' in item) {
      const record = recordOf(item.closed)
      if (!opened.delete(record.id)) closed.push(record.id)
      return closedEntry(record)
    }
    return item
  })
  return { ...encodeBatch(entries, records.values()), opened: [...opened.values()], closed }

  function recordOf(connection: Recorded): ConnectionRecord {
    const record = records.get(connection) ?? connection.record()
    records.set(connection, record)
    return record
  }
}
