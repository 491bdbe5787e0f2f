import { setTimeout as sleep } from 'node:timers/promises'
import { joinBatches, type JournalBatch } from '@switchboard/journal'
import { explain, isPassing } from './sqlite-error.ts'
import { StoreError } from './store-error.ts'

/** Writes the entries in one transaction and answers the `seq` of the first. */
export type Commit = (batch: JournalBatch) => Promise<number>

/** Hears why commits fail, in one line, and null once they work again. */
export type ReportTrouble = (trouble: string | null) => void

type Append = {
  batch: JournalBatch
  resolve: (firstSeq: number) => void
  reject: (error: StoreError) => void
}

const MAX_WAIT_MS = 20
const MAX_ENTRIES = 1000
const RETRY_MS = { first: 50, longest: 2000 }
/** How long a closing store goes on trying, in ms. */
const CLOSE_GRACE_MS = 5000

/**
 * Group commit: appends wait at most 20 ms or until 1,000 entries are together, then they share a transaction.
 *
 *   append ─▶ #waiting ─▶ #take: one batch ─▶ #write: commit, again and again while the disk will not ─▶ first seq
 *
 * Nothing is dropped: whatever cannot be written now stays first in the queue, and its promise open.
 */
export class JournalWriter {
  readonly #commit: Commit
  readonly #report: ReportTrouble
  readonly #waiting: Append[] = []
  #entries = 0
  #timer: NodeJS.Timeout | null = null
  #running: Promise<void> | null = null
  #giveUpAt = Infinity
  #trouble: string | null = null

  constructor(commit: Commit, report: ReportTrouble) {
    this.#commit = commit
    this.#report = report
  }

  /** Resolves after the commit with the `seq` of the first entry; rejects with `rejected` if SQLite refuses the rows. */
  append(batch: JournalBatch): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ batch, resolve, reject })
      this.#entries += batch.count
      this.#schedule()
    })
  }

  /** Writes what waits. What cannot be written within 5 s is rejected with `unavailable`. */
  async close(): Promise<void> {
    this.#giveUpAt = performance.now() + CLOSE_GRACE_MS
    while (this.#running || this.#waiting.length > 0) await this.#run()
  }

  #schedule(): void {
    if (this.#running || this.#entries === 0) return
    if (this.#entries >= MAX_ENTRIES) void this.#run()
    else this.#timer ??= setTimeout(() => void this.#run(), MAX_WAIT_MS)
  }

  #run(): Promise<void> {
    this.#running ??= this.#write(this.#take()).finally(() => {
      this.#running = null
      this.#schedule()
    })
    return this.#running
  }

  #take(): Append[] {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    let length = 0
    let appends = 0
    while (length < MAX_ENTRIES && appends < this.#waiting.length) {
      length += this.#waiting[appends++]?.batch.count ?? 0
    }
    this.#entries -= length
    return this.#waiting.splice(0, appends)
  }

  /** Never throws: each append is told how it went. Rows that SQLite refuses must not take their neighbours along. */
  async #write(appends: Append[]): Promise<void> {
    try {
      let seq = await this.#insist(joinBatches(appends.map(({ batch }) => batch)))
      for (const { batch, resolve } of appends) {
        resolve(seq)
        seq += batch.count
      }
    } catch (error) {
      if (isPassing(error)) this.#giveUp(appends, error)
      else if (appends.length === 1) appends[0]?.reject(refused(error))
      else for (const append of appends) await this.#write([append])
    }
  }

  #giveUp(appends: Append[], error: unknown): void {
    for (const { reject } of [...appends, ...this.#waiting.splice(0)]) reject(gaveUp(error))
    this.#entries = 0
  }

  /** Commits; waits and tries again while the trouble may pass. */
  async #insist(batch: JournalBatch): Promise<number> {
    for (let delay = 0; ; delay = Math.min(delay * 2 || RETRY_MS.first, RETRY_MS.longest)) {
      if (delay > 0) await sleep(delay)
      try {
        const seq = await this.#commit(batch)
        this.#say(null)
        return seq
      } catch (error) {
        this.#say(isPassing(error) ? explain(error) : null)
        if (!isPassing(error) || performance.now() + delay > this.#giveUpAt) throw error
      }
    }
  }

  #say(trouble: string | null): void {
    if (trouble !== this.#trouble) this.#report(trouble)
    this.#trouble = trouble
  }
}

function gaveUp(error: unknown): StoreError {
  return new StoreError(
    'unavailable',
    `The store closed before the entries could be written: ${explain(error)}.`,
  )
}

function refused(error: unknown): StoreError {
  return new StoreError(
    'rejected',
    `Journal entries that SQLite does not take were left out: ${explain(error)}.`,
  )
}
