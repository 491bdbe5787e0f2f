import type { Store } from '@switchboard/store'
import { presentEntry } from '../resources/journal/journal.presenter.ts'
import type { HubBatch, JournalHub } from './journal-hub.ts'
import type { LiveSocket } from './live-socket.ts'
import type { Subscription } from './subscription.ts'

const PAGE = 500

type Parts = {
  id: string
  socket: LiveSocket
  hub: JournalHub
  journal: Store['journal']
  serviceId?: string
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

  async #readPage(): Promise<void> {
    const { socket, hub, journal, serviceId } = this.#parts
    if (socket.isSlow) await socket.whenKeepingUp()
    const newest = hub.newest
    const rows = await journal.list({ after: this.#cursor, limit: PAGE, ...(serviceId && { serviceId }) })
    if (this.#isEnded) return
    this.#send(rows.map((row) => JSON.stringify(presentEntry(row))))
    const last = rows.at(-1)?.seq ?? 0
    this.#cursor = rows.length === PAGE ? last : Math.max(newest, last)
  }

  #take(batch: HubBatch): void {
    if (this.#isBehind) return
    if (this.#parts.socket.isSlow) return this.#fallBehind()
    this.#send(batch.after(this.#cursor, this.#parts.serviceId))
    this.#cursor = Math.max(this.#cursor, batch.last)
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

  #send(entries: string[]): void {
    if (entries.length === 0) return
    const id = JSON.stringify(this.#parts.id)
    this.#parts.socket.sendText(`{"type":"entries","id":${id},"entries":[${entries.join(',')}]}`)
  }
}
