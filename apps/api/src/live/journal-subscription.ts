import type { Found, JournalRow, Store } from '@switchboard/store'
import { presentEntry } from '../resources/journal/journal.presenter.ts'
import type { Gate } from './gate.ts'
import type { HubBatch, JournalHub } from './journal-hub.ts'
import type { JournalSelection } from './journal-selection.ts'
import type { LiveSocket } from './live-socket.ts'
import { portionOf, portionsOf, type Portion } from './portion.ts'
import type { Subscription } from './subscription.ts'

const PAGE = 200

/** How often a reader whom nothing concerns is told how far the journal has gone. */
const PROGRESS_MS = 1000

type Parts = {
  id: string
  socket: LiveSocket
  hub: JournalHub
  journal: Store['journal']
  selection: JournalSelection
  /** Where readers that have missed something wait for their turn. */
  pages: Gate
}

/**
 * Follows the journal from `since` on, without holes or repeats: first it reads what was missed from the store, at
 * the reader's own pace, then it goes over to the hub in the very tick in which it has caught up with it. A reader
 * that later falls behind is told the gap and goes on with the newest.
 */
export class JournalSubscription implements Subscription {
  readonly #parts: Parts
  /** The newest seq this reader has been told of, one way or the other. */
  #cursor: number
  #lastToldAt = performance.now()
  #isBehind = false
  #isEnded = false
  #unfollow = () => {}

  constructor(parts: Parts, since: number | undefined) {
    this.#parts = parts
    this.#cursor = Math.min(since ?? parts.hub.newest, parts.journal.newest)
  }

  /** Resolves once it is live. Rejects with what the store throws. */
  async start(): Promise<void> {
    const { id, socket, hub } = this.#parts
    socket.send({ type: 'subscribed', id, from: this.#cursor + 1 })
    while (!this.#isEnded && this.#cursor < hub.newest) await this.#readPage()
    if (!this.#isEnded) this.#unfollow = hub.follow((batch) => this.#take(batch))
  }

  end(): void {
    this.#isEnded = true
    this.#unfollow()
  }

  /** One page of what was missed, few readers at a time: many who come back together would take much memory. */
  async #readPage(): Promise<void> {
    const { socket, pages } = this.#parts
    if (socket.isSlow) await socket.whenKeepingUp()
    await pages.pass(() => this.#readOn())
  }

  /** A reader that cannot take the page to its end reads on from there: no more than a page is held for anybody. */
  async #readOn(): Promise<void> {
    const { hub } = this.#parts
    if (this.#isEnded) return
    const { newest } = hub
    const { rows, next } = await this.#find()
    if (this.#isEnded) return
    const upTo = next ?? Math.max(newest, rows.at(-1)?.seq ?? 0)
    const entries = rows.map((row) => ({ seq: row.seq, json: JSON.stringify(presentEntry(row)) }))
    this.#tell(portionsOf(entries, upTo), upTo)
  }

  /** One page of what was missed, and how far it has looked; null: to the end. */
  async #find(): Promise<Found<JournalRow, number>> {
    const { journal, selection } = this.#parts
    const { serviceId } = selection
    const query = { after: this.#cursor, limit: PAGE, ...(serviceId !== undefined && { serviceId }) }
    const finding = selection.finding()
    if (finding) return journal.find({ ...query, ...finding })
    const rows = await journal.list(query)
    return { rows, next: rows.length === PAGE ? (rows.at(-1)?.seq ?? null) : null }
  }

  #take(batch: HubBatch): void {
    if (this.#isBehind || batch.last <= this.#cursor) return
    const portions = batch.portions(this.#parts.selection, this.#cursor)
    if (!this.#tell(portions, batch.last)) this.#fallBehind()
  }

  /** Whether the reader took everything up to `upTo`. */
  #tell(portions: Portion[], upTo: number): boolean {
    for (const portion of portions) {
      if (this.#parts.socket.isSlow) return false
      this.#send(portion)
    }
    this.#cursor = Math.max(this.#cursor, upTo)
    const isDue = performance.now() - this.#lastToldAt >= PROGRESS_MS
    if (isDue && !this.#parts.socket.isSlow) this.#send(portionOf([], this.#cursor))
    return true
  }

  #fallBehind(): void {
    this.#isBehind = true
    void this.#parts.socket.whenKeepingUp().then(() => {
      const { id, socket, hub } = this.#parts
      if (this.#isEnded) return
      this.#isBehind = false
      if (hub.newest <= this.#cursor) return
      socket.send({ type: 'gap', id, from: this.#cursor + 1, to: hub.newest })
      this.#cursor = hub.newest
    })
  }

  #send({ tail, seq }: Portion): void {
    const { id, socket } = this.#parts
    this.#cursor = seq
    this.#lastToldAt = performance.now()
    socket.sendBytes(tail.after(`{"type":"entries","id":${JSON.stringify(id)},`))
  }
}
