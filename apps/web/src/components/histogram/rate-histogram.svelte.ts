import type { JournalEntry } from '@switchboard/contract'
import { countJournal } from '../../api/journal.ts'
import { parseTime } from '../../format/time.ts'
import type { TailWatcher } from '../../live/journal-tail.svelte.ts'
import { addTo, beginOf, emptyBuckets, movedTo, withCounted, type Buckets } from './buckets.ts'
import type { TimeShown } from './time-shown.ts'

/** Which entries are counted. */
export type Counted = { service: string | null; filter: string | null }

/** The manager counts for a quarter of a second each time: after so many times somebody is asked whether to go on. */
const MOST_REQUESTS = 8
const COMMIT_MS = 500
/** Between two counts of everything, where entries are missed again and again. */
const RECOUNT_MS = 5_000

/** Entries by time and severity: what the manager has counted, and what came over the feed since. */
export class RateHistogram implements TailWatcher {
  shown = $state.raw<Buckets | null>(null)
  error = $state.raw<unknown>(null)
  /** Where counting older entries goes on; null where all are counted. */
  next = $state.raw<number | null>(null)
  /** Before this moment nothing is counted yet; null: all is. Milliseconds since the epoch. */
  countedFrom = $state.raw<number | null>(null)
  busy = $state(false)
  /** While it is paused the picture stays as it is. */
  paused = false
  readonly #of: Counted
  readonly #time: () => TimeShown
  #buckets = emptyBuckets(0, 1, 1)
  /** The newest entry that is in the buckets; null while they are being counted. */
  #seq: number | null = null
  #late: JournalEntry[] = []
  #round = 0
  /** Entries came that are in no bucket: all has to be counted anew. */
  #isStale = false
  #countedAt = 0

  constructor(of: Counted, time: () => TimeShown) {
    this.#of = of
    this.#time = time
  }

  /** Counts, and moves on with the clock. Returns how to stop. */
  follow(): () => void {
    void this.count()
    const timer = setInterval(() => this.#commit(), COMMIT_MS)
    return () => {
      clearInterval(timer)
      this.#round++
    }
  }

  /** Counts all anew. */
  async count(): Promise<void> {
    const { from, width, count } = this.#time()
    this.#seq = null
    this.#isStale = false
    this.#countedAt = Date.now()
    await this.#count(emptyBuckets(from, width, count), null)
  }

  /** Counts older entries, too. */
  async countOn(): Promise<void> {
    const seq = this.#seq
    this.#seq = null
    await this.#count(this.#buckets, this.next, seq)
  }

  came(entries: readonly JournalEntry[]): void {
    if (this.#seq !== null) for (const entry of entries) this.#add(entry)
    else if (this.busy) this.#late.push(...entries)
    else this.#isStale = true // counting has failed
  }

  missed(): void {
    this.#isStale = true
  }

  async #count(begun: Buckets, begin: number | null, known: number | null = null): Promise<void> {
    const round = ++this.#round
    this.busy = true
    this.#late = []
    try {
      let [buckets, before, seq] = [begun, begin, known]
      for (let request = 0; request < MOST_REQUESTS && (request === 0 || before !== null); request++) {
        const counted = await countJournal({ ...this.#of, ...queryOf(buckets), before })
        if (round !== this.#round) return
        buckets = withCounted(buckets, counted)
        before = counted.next
        seq ??= counted.seq
        this.countedFrom = parseTime(counted.countedFrom)
        this.shown = buckets
      }
      this.next = before
      this.#settle(buckets, seq)
      this.error = null
    } catch (error) {
      if (round === this.#round) this.error = error
    }
    if (round === this.#round) this.busy = false
  }

  /** Adds what came while the manager counted. */
  #settle(buckets: Buckets, seq: number | null): void {
    this.#buckets = buckets
    this.#seq = seq
    const late = this.#late
    this.#late = []
    this.came(late)
    this.shown = copyOf(this.#buckets)
  }

  #add({ seq, at, severity }: JournalEntry): void {
    if (this.#seq === null || seq <= this.#seq) return
    this.#seq = seq
    const time = Date.parse(at)
    this.#buckets = movedTo(this.#buckets, this.#time().isLive ? time : 0)
    addTo(this.#buckets, time, severity)
  }

  #commit(): void {
    const mayCount = !this.busy && Date.now() - this.#countedAt >= RECOUNT_MS
    if (this.#isStale && mayCount) return void this.count()
    if (this.#seq === null || this.paused || !this.#time().isLive) return
    this.#buckets = movedTo(this.#buckets, Date.now())
    this.shown = copyOf(this.#buckets)
  }
}

const copyOf = ({ list, ...about }: Buckets): Buckets => ({
  ...about,
  list: list.map((bucket) => ({ ...bucket })),
})

function queryOf(buckets: Buckets) {
  const { length } = buckets.list
  const [from, to] = [beginOf(buckets, 0), beginOf(buckets, length)].map((ms) => new Date(ms).toISOString())
  return { from: from ?? '', to: to ?? '', buckets: length }
}
