import type { JournalEntry, Problem, ServerMessage } from '@switchboard/contract'
import type { Switchboard } from '../api/switchboard.ts'
import { EXIT } from '../exit-codes.ts'
import { ApiFailure, Failure } from '../failure.ts'
import { journalAfter, type JournalQuery } from '../api/journal.ts'
import { Feed } from './feed.ts'

const SUBSCRIPTION = 'logs'
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5000

type Parts = {
  board: Switchboard
  query: JournalQuery
  /** The newest entry that is known; null: begin with what is new. */
  since: number | null
  /** Told what people may want to know: that the feed is cut, that it is back. */
  note: (text: string) => void
}

/**
 * Follows the journal for good. When the feed is cut it comes back, and goes on behind the last entry: none is left
 * out, none comes twice.
 */
export class JournalFollower {
  readonly #parts: Parts
  /** Everything up to here that passes has been handed on. */
  #cursor: number | null
  #failures = 0
  #hasBegun = false

  constructor(parts: Parts) {
    this.#parts = parts
    this.#cursor = parts.since
  }

  /** Throws what cannot pass by itself: no right to it, a filter that makes no sense, nobody there at the beginning. */
  async *entries(): AsyncGenerator<JournalEntry> {
    for (;;) {
      try {
        const feed = new Feed(this.#parts.board)
        for await (const message of this.#listen(feed)) yield* this.#take(message)
        const why = feed.closeReason && ` (${feed.closeReason})`
        this.#parts.note(`The live feed was cut${why}; trying again …`)
      } catch (error) {
        if (!this.#hasBegun || !isPassing(error)) throw error
        if (this.#failures === 0) this.#parts.note(error.message)
      }
      await pause(this.#failures)
      this.#failures += 1
    }
  }

  async *#listen(feed: Feed): AsyncGenerator<ServerMessage> {
    const { filter, service } = this.#parts.query
    for await (const message of feed.messages()) {
      if (message.type === 'hello') {
        this.#goBackTo(message.seq)
        const since = this.#cursor === null ? {} : { since: this.#cursor }
        const narrowed = { ...(filter && { filter }), ...(service && { service }) }
        feed.say({ op: 'subscribe', id: SUBSCRIPTION, topic: 'journal', ...since, ...narrowed })
      } else yield message
    }
  }

  /** A database that was restored from a backup gives numbers anew. */
  #goBackTo(newest: number): void {
    if (!this.#hasBegun || this.#cursor === null || newest >= this.#cursor) return
    this.#parts.note(`The journal ends at ${newest} now: it was restored. Going on from there.`)
    this.#cursor = newest
  }

  async *#take(message: ServerMessage): AsyncGenerator<JournalEntry> {
    if (message.type === 'problem') throw new ApiFailure(message.problem)
    if (message.type === 'subscribed') this.#begin(message.from)
    if (message.type === 'gap') {
      const { board, query } = this.#parts
      yield* this.#handOn(
        journalAfter(board, { ...query, after: message.from - 1, upTo: message.to }),
        message.to,
      )
    }
    if (message.type === 'entries') yield* this.#handOn(message.entries, message.seq)
  }

  #begin(from: number | undefined): void {
    if (this.#failures > 0) this.#parts.note('The live feed is back.')
    this.#failures = 0
    this.#hasBegun = true
    if (from !== undefined) this.#cursor ??= from - 1
  }

  async *#handOn(
    entries: Iterable<JournalEntry> | AsyncIterable<JournalEntry>,
    upTo: number,
  ): AsyncGenerator<JournalEntry> {
    for await (const entry of entries) {
      if (this.#cursor !== null && entry.seq <= this.#cursor) continue
      yield entry
      this.#cursor = entry.seq
    }
    this.#cursor = Math.max(this.#cursor ?? 0, upTo)
  }
}

const PASSING: readonly Problem['code'][] = [
  'store-unavailable',
  'overloaded',
  'internal-error',
  'rate-limited',
]

/** Whether trying again later may help. */
function isPassing(error: unknown): error is Failure {
  if (error instanceof ApiFailure) return PASSING.includes(error.problem.code)
  return error instanceof Failure && error.exitCode === EXIT.unreachable
}

function pause(failures: number): Promise<void> {
  const ms = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures)
  return new Promise((resolve) => setTimeout(resolve, ms))
}
