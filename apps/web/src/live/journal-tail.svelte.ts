import type { JournalEntry, Page, ServerMessage } from '@switchboard/contract'
import { listJournal } from '../api/journal.ts'
import { entryRows, JournalRows, rowsAfter, type EntryRow, type GapRow, type Row } from './journal-rows.ts'
import { formatNow } from '../format/time.ts'
import type { LiveFeed } from './live-feed.svelte.ts'

export type TailWatcher = {
  /** New ones, in the order of their seq; some may come twice. */
  came: (entries: readonly JournalEntry[]) => void
  /** Entries came of which it was not told. */
  missed: () => void
}

type Options = {
  /** Only entries of this service. */
  service?: string | null
  /** Only entries that pass this filter. */
  filter?: string | null
  /** Only entries of this moment and later, or from before that one: then it is history, to which nothing is added. */
  from?: string | null
  to?: string | null
  /** Entries from the feed that belong here; all by default. */
  accept?: (entry: JournalEntry) => boolean
  /** One page of what was before, newest first. */
  loadPage?: (before: string | null, limit: number) => Promise<Page<JournalEntry>>
  /** The seq of an entry to show among its neighbours, however old it is; null: only the newest page. */
  around?: () => number | null
  /** Rows kept while following, and read at first if that is fewer than a page. */
  keep?: number
}

const PAGE = 200
const KEEP = 100_000
/** Neighbours read on each side of an old entry. */
const AROUND = 100
const COMMIT_EVERY = 100
/** Rows kept while somebody reads: what they look at stays, however fast new entries come. */
const KEEP_WHILE_READING = 120_000

/** The log of one view: a page of history, then every new entry, at most ten changes of the screen a second. */
export class JournalTail {
  /** Rows up to this seq are kept and not shown; null: all are. */
  clearedUpTo = $state.raw<number | null>(null)
  #all = $state.raw<readonly Row[]>([])
  readonly rows: readonly Row[] = $derived(rowsAfter(this.#all, this.clearedUpTo))
  ready = $state(false)
  error = $state.raw<unknown>(null)
  loadingOlder = $state(false)
  /** Where older rows go on; null when there are none. */
  older = $state.raw<string | null>(null)
  /** Entries that came over the feed, and how many of them were errors. */
  received = $state.raw({ entries: 0, errors: 0 })
  /** Entries that came since somebody began to read older rows; null: nobody does. */
  readonly fresh: number | null = $derived.by(() => this.#fresh())
  /** The newest hole among the rows that overload has left; null: there is none. */
  gap = $state.raw<GapRow | null>(null)
  /** Whether it began with an old entry, and nobody has gone on to the latest ones since. */
  startsInPast = $state.raw(false)
  /** Of `received`, what was there when somebody began to read; null while nobody does. */
  #readFrom = $state.raw<number | null>(null)
  /** Who else is told of what comes over the feed. */
  watcher: TailWatcher | null = null
  #journal = new JournalRows()
  #pending: (EntryRow | GapRow)[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  #baseline = 0
  /** All that belongs here has come up to this seq. */
  #reached = 0
  #isOver = false
  /** Of the server that this was followed from before; null before the first time. */
  #epoch: string | null = null
  #feed: LiveFeed
  #options: Options

  constructor(feed: LiveFeed, options: Options = {}) {
    this.#feed = feed
    this.#options = options
  }

  /** Position of the first row, counted from the first one ever shown: tells a list how far rows have moved. */
  get first(): number {
    return this.#journal.first + this.#all.length - this.rows.length
  }

  /** The newest seq that is known here. */
  get newest(): number {
    return this.#journal.newest
  }

  /** Whether it shows a stretch of time, to which nothing is added. */
  get isHistory(): boolean {
    return Boolean(this.#options.from ?? this.#options.to)
  }

  /** Said while somebody reads older rows: those are kept then, and what comes is counted. */
  set reading(isReading: boolean) {
    if (isReading) this.#readFrom ??= this.received.entries
    else {
      this.#readFrom = null
      this.startsInPast = false
    }
  }

  /** Loads the newest page and follows from there. Returns how to stop. */
  follow(): () => void {
    let unsubscribe = () => {}
    const begin = async () => {
      await this.#loadNewest()
      if (!this.#isOver && !this.isHistory) unsubscribe = this.#subscribe()
    }
    this.#isOver = false
    void begin()
    return () => {
      this.#isOver = true
      clearTimeout(this.#timer)
      unsubscribe()
    }
  }

  /** Reads the newest page again, after an error. */
  reload(): void {
    void this.#loadNewest()
  }

  /** Adds the page before the oldest row. */
  async loadOlder(): Promise<void> {
    if (this.loadingOlder || this.older === null || this.clearedUpTo !== null) return
    this.loadingOlder = true
    await this.#try(async () => {
      const page = await this.#page(this.older, PAGE)
      this.#journal.prepend(page.items)
      this.older = page.next
    })
    this.loadingOlder = false
    this.#show()
  }

  /** Fetches what a gap left out, up to 500 entries at a time. */
  async loadGap(gap: GapRow): Promise<void> {
    const limit = 500
    await this.#try(async () => {
      const { items } = await listJournal({ ...this.#narrowed, after: gap.seq - 1, limit })
      const complete = items.length < limit || (items.at(-1)?.seq ?? 0) >= gap.to
      this.#journal.fill(gap, items.filter(this.#accept), complete)
    })
    this.#show()
  }

  async #loadNewest(): Promise<void> {
    this.#baseline = this.#feed.seq
    this.#reached = 0
    const journal = new JournalRows()
    await this.#try(async () => {
      const page = await this.#page(null, Math.min(PAGE, this.#keep))
      journal.prepend(page.items)
      this.older = page.next
      await this.#addAround(journal)
    })
    this.#journal = journal
    this.#show()
    this.ready = true
  }

  /** Puts an old entry and its neighbours before the newest page, with a gap between them. */
  async #addAround(journal: JournalRows): Promise<void> {
    const [seq, oldest] = [this.#options.around?.() ?? null, journal.list[0]?.seq]
    if (seq === null || oldest === undefined || seq >= oldest) return
    const { items } = await listJournal({ ...this.#narrowed, after: seq - 1, limit: AROUND })
    const before = await this.#page(String(seq), AROUND)
    this.startsInPast = true
    journal.prependUnread((items.at(-1)?.seq ?? seq) + 1)
    journal.prepend(items.toReversed())
    journal.prepend(before.items)
    this.older = before.next
  }

  #subscribe(): () => void {
    return this.#feed.subscribe({
      request: (id) => {
        // A server that comes back with a journal that ends before ours has another database: ours is of the past.
        if (this.#epoch !== null && this.#feed.seq < this.#journal.newest) {
          void this.#loadNewest()
          this.watcher?.missed()
        }
        const known = Math.max(this.#journal.newest, this.#reached)
        const since = Math.max(this.#baseline, Math.min(known, this.#feed.seq))
        this.#tellBreak(since)
        return {
          op: 'subscribe',
          id,
          topic: 'journal',
          since,
          ...(this.#service ? { service: this.#service } : {}),
          ...(this.#filter ? { filter: this.#filter } : {}),
        }
      },
      receive: (message) => this.#receive(message),
    })
  }

  /** After a cut: whether the server is another one, and whether what was missed is still there. */
  #tellBreak(since: number): void {
    const before = this.#epoch
    this.#epoch = this.#feed.epoch
    if (before === null) return
    if (before !== this.#epoch) {
      this.#divide(since, `Switchboard was restarted, ${formatNow()}`)
    }
    if (this.#feed.seq > since) void this.#try(() => this.#tellLoss(since))
  }

  async #tellLoss(since: number): Promise<void> {
    const { items } = await listJournal({ after: 0, limit: 1 })
    const isLost = (items[0]?.seq ?? this.#feed.seq + 1) > since + 1
    if (isLost) this.#divide(since, 'Older entries are gone: only the newest are kept')
  }

  #divide(seq: number, text: string): void {
    this.#journal.divide(seq, text)
    this.#show()
  }

  #receive(message: ServerMessage): void {
    if (message.type === 'entries') {
      this.#reached = message.seq
      const entries = message.entries.filter(this.#accept)
      this.#pending.push(...entryRows(entries))
      this.watcher?.came(entries)
    } else if (message.type === 'gap') {
      this.#reached = message.to
      this.#pending.push({ kind: 'gap', seq: message.from, to: message.to })
      this.watcher?.missed()
    } else return
    this.#timer ??= setTimeout(() => this.#commit(), COMMIT_EVERY)
  }

  #commit(): void {
    this.#timer = undefined
    const rows = this.#pending
    this.#pending = []
    const added = this.#journal.append(rows)
    if (added === 0) return
    const gone = this.#journal.trim(
      this.#readFrom !== null ? Math.max(KEEP_WHILE_READING, this.#keep) : this.#keep,
    )
    if (gone > 0) this.older = String(Math.ceil(this.#journal.list[0]?.seq ?? 0))
    const errors = rows.filter((row) => row.kind === 'entry' && row.entry.severity === 'error').length
    this.received = { entries: this.received.entries + added, errors: this.received.errors + errors }
    this.#show()
  }

  #show(): void {
    this.#all = this.#journal.list
    this.gap = this.#journal.gap
  }

  #fresh(): number | null {
    return this.#readFrom === null ? null : this.received.entries - this.#readFrom
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work()
      this.error = null
    } catch (error) {
      this.error = error
    }
  }

  /** With a filter the manager looks for a moment only, and may not have found anything yet. */
  async #page(before: string | null, limit: number): Promise<Page<JournalEntry>> {
    for (let from = before; ;) {
      const page = await this.#request(from, limit)
      if (page.items.length > 0 || page.next === null || this.#isOver) return page
      from = page.next
    }
  }

  #request(before: string | null, limit: number): Promise<Page<JournalEntry>> {
    return this.#options.loadPage?.(before, limit) ?? listJournal({ ...this.#narrowed, before, limit })
  }

  get #narrowed() {
    const { from = null, to = null } = this.#options
    return { service: this.#service, filter: this.#filter, from, to }
  }

  get #filter(): string | null {
    return this.#options.filter ?? null
  }

  get #service(): string | null {
    return this.#options.service ?? null
  }

  get #keep(): number {
    return this.#options.keep ?? KEEP
  }

  #accept = (entry: JournalEntry): boolean => this.#options.accept?.(entry) ?? true
}
