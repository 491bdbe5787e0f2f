import type { ConnectionRecord, NewEntry } from './journal-entry.ts'

/** Batches leave this far apart (milliseconds), so an entry waits for company only when one has just left. */
const APART_MS = 20
const BATCH_ENTRIES = 1000

/** So many entries may be under way to the disk before new connections have to wait. */
const HIGH_WATER_ENTRIES = 10_000

/**
 * The engine's end of the journal: gathers entries into batches and knows how many are not yet on the disk.
 *
 *     record ──▶ batch (20 ms or 1,000) ──▶ deliver ──▶ manager ──▶ store; the answer comes back after the commit
 *
 * Nothing is ever dropped. While more than 10,000 entries are under way `full` is true, and whoever is about to
 * open a connection waits for `ready()`.
 */
export class Journal {
  readonly #deliver: (entries: NewEntry[]) => Promise<void>
  #batch: NewEntry[] = []
  /** The newest entry of this batch that carries a connection, by connection: it is told of once, as it was in the end. */
  #carriers = new Map<string, { entry: NewEntry; snapshot: () => ConnectionRecord }>()
  #isScheduled = false
  #timer: NodeJS.Timeout | undefined
  #flushedAt = -Infinity
  #underWay = 0
  #waiting: (() => void)[] = []
  #emptied: (() => void)[] = []

  constructor(deliver: (entries: NewEntry[]) => Promise<void>) {
    this.#deliver = deliver
  }

  get full(): boolean {
    return this.#underWay >= HIGH_WATER_ENTRIES
  }

  /** `snapshot`: the connection that the entry carries, taken when the batch is delivered. */
  record(entry: NewEntry, snapshot?: () => ConnectionRecord): void {
    if (snapshot && entry.connectionId !== null) this.#carriers.set(entry.connectionId, { entry, snapshot })
    this.#batch.push(entry)
    this.#underWay++
    if (this.#batch.length >= BATCH_ENTRIES) this.#flush()
    else if (!this.#isScheduled) this.#schedule()
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
    const batch = this.#batch
    this.#batch = []
    for (const { entry, snapshot } of this.#carriers.values()) entry.connection = snapshot()
    this.#carriers.clear()
    void this.#deliver(batch).then(() => this.#onDisk(batch.length))
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
