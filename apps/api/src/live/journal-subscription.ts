import type { HubBatch, JournalHub } from './journal-hub.ts'
import type { JournalReader } from './journal-reader.ts'
import type { JournalSelection } from './journal-selection.ts'
import type { MissedPages } from './missed-pages.ts'
import { Portion } from './portion.ts'
import type { Subscription } from './subscription.ts'

/** Entries that a reader which was slow for a moment gets after all; beyond that it is told the gap. */
const MAY_CATCH_UP = 500

/** How often a reader whom nothing concerns is told how far the journal has gone. */
const PROGRESS_MS = 1000

type Parts = {
  reader: JournalReader
  hub: JournalHub
  missed: MissedPages
  selection: JournalSelection
}

/**
 * Follows the journal from `since` on, without holes or repeats: first it reads what was missed from the store, at
 * the reader's own pace, then it goes over to the hub in the very tick in which it has caught up with it. A reader
 * that later falls far behind is told the gap and goes on with the newest.
 */
export class JournalSubscription implements Subscription {
  readonly #parts: Parts
  /** The newest seq this reader has been told of, one way or the other. */
  #cursor: number
  #lastToldAt = performance.now()
  #isBehind = false
  #isEnded = false
  #unfollow = () => {}

  /** `since`: the newest seq the reader has. */
  constructor(parts: Parts, since: number) {
    this.#parts = parts
    this.#cursor = since
  }

  /** Resolves once it is live. Rejects with what the store throws. */
  async start(): Promise<void> {
    const { reader, hub } = this.#parts
    reader.begin(this.#cursor + 1)
    while (!this.#isEnded && this.#cursor < hub.newest) await this.#readPage()
    if (!this.#isEnded) this.#unfollow = hub.follow((batch) => this.#take(batch))
  }

  end(): void {
    this.#isEnded = true
    this.#unfollow()
  }

  /** One page of what was missed. A reader that cannot take it to its end reads on from there. */
  async #readPage(): Promise<void> {
    const { reader, hub, missed, selection } = this.#parts
    if (reader.isSlow) await reader.whenKeepingUp()
    if (this.#isEnded) return
    const { portions, upTo } = await missed.after(this.#cursor, selection, hub.newest)
    if (!this.#isEnded) this.#tell(portions, upTo)
  }

  #take(batch: HubBatch): void {
    if (this.#isBehind || batch.last <= this.#cursor) return
    const portions = batch.portions(this.#parts.selection, this.#cursor)
    if (!this.#tell(portions, batch.last)) this.#fallBehind()
  }

  /** Whether the reader took everything up to `upTo`. */
  #tell(portions: Portion[], upTo: number): boolean {
    for (const portion of portions) {
      if (this.#parts.reader.isSlow) return false
      this.#send(portion)
    }
    this.#cursor = Math.max(this.#cursor, upTo)
    const isDue = performance.now() - this.#lastToldAt >= PROGRESS_MS
    if (isDue && !this.#parts.reader.isSlow) this.#send(new Portion([], this.#cursor))
    return true
  }

  #fallBehind(): void {
    this.#isBehind = true
    // What cannot be read now can be fetched later.
    void this.#catchUp().catch(() => this.#skip())
  }

  async #catchUp(): Promise<void> {
    const { reader, hub } = this.#parts
    await reader.whenKeepingUp()
    while (!this.#isEnded && this.#cursor < hub.newest) {
      if (hub.newest - this.#cursor > MAY_CATCH_UP) this.#skip()
      else await this.#readPage()
    }
    this.#isBehind = false
  }

  #skip(): void {
    const { reader, hub } = this.#parts
    this.#isBehind = false
    if (this.#isEnded || hub.newest <= this.#cursor) return
    reader.miss(this.#cursor + 1, hub.newest)
    this.#cursor = hub.newest
  }

  #send(portion: Portion): void {
    this.#cursor = portion.seq
    this.#lastToldAt = performance.now()
    this.#parts.reader.tell(portion)
  }
}
