import type { HubBatch, JournalHub } from './journal-hub.ts'
import type { JournalSelection } from './journal-selection.ts'
import type { LiveSocket } from './live-socket.ts'
import type { MissedPages } from './missed-pages.ts'
import { portionOf, type Portion } from './portion.ts'
import type { Subscription } from './subscription.ts'

/** How often a reader whom nothing concerns is told how far the journal has gone. */
const PROGRESS_MS = 1000

type Parts = {
  id: string
  socket: LiveSocket
  hub: JournalHub
  missed: MissedPages
  selection: JournalSelection
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

  /** `since`: the newest seq the reader has. */
  constructor(parts: Parts, since: number) {
    this.#parts = parts
    this.#cursor = since
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

  /** One page of what was missed. A reader that cannot take it to its end reads on from there. */
  async #readPage(): Promise<void> {
    const { socket, hub, missed, selection } = this.#parts
    if (socket.isSlow) await socket.whenKeepingUp()
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
