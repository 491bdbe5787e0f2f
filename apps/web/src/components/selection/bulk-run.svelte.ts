import { inLanes } from './in-lanes.ts'

/** A row that work is done on, and what it is called. */
export type BulkItem = { id: string; name: string }

export type BulkFailure = BulkItem & { error: unknown }

/** What is said of work on many rows, in whole sentences. */
export type BulkWords = {
  verb: string
  doing: string
  /** What was done, with so many. */
  done: (count: number) => string
  /** What could not be done. */
  failed: (count: number) => string
}

/** Does it with these rows; answers with how many, as some may have gone by themselves. */
export type BulkCall = (ids: readonly string[]) => Promise<number>

type Parts = {
  words: BulkWords
  call: BulkCall
  /** Where a row that failed is looked at. */
  hrefOf: (id: string) => string
  /** How many rows one call takes. */
  batch?: number
}

/** Browsers open six connections to one host; two are left for everything else. */
const LANES = 4

/** One piece of work on many rows: how far it is, and where it failed. */
export class BulkRun {
  readonly words: BulkWords
  readonly hrefOf: Parts['hrefOf']
  total = $state(0)
  done = $state(0)
  /** With how many it was done. */
  succeeded = $state(0)
  busy = $state(false)
  cancelled = $state(false)
  failures = $state.raw<readonly BulkFailure[]>([])
  #call: BulkCall
  #batch: number

  constructor({ words, call, hrefOf, batch = 1 }: Parts) {
    this.words = words
    this.hrefOf = hrefOf
    this.#call = call
    this.#batch = batch
  }

  async run(wanted: readonly BulkItem[]): Promise<void> {
    this.total = wanted.length
    this.done = 0
    this.succeeded = 0
    this.failures = []
    this.cancelled = false
    this.busy = true
    await inLanes(batchesOf(wanted, this.#batch), {
      lanes: LANES,
      work: async (batch) => {
        const count = await this.#call(batch.map(({ id }) => id))
        this.succeeded += count
      },
      settled: (batch, error) => this.#settled(batch, error),
      cancelled: () => this.cancelled,
    })
    this.busy = false
  }

  /** What failed, again. */
  retry(): Promise<void> {
    return this.run(this.failures)
  }

  /** What has begun is finished. */
  cancel(): void {
    this.cancelled = true
  }

  #settled(batch: readonly BulkItem[], error: unknown): void {
    this.done += batch.length
    if (error !== null)
      this.failures = [...this.failures, ...batch.map(({ id, name }) => ({ id, name, error }))]
  }
}

const batchesOf = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size))
