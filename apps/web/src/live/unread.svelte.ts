import type { ServerMessage } from '@switchboard/contract'
import type { LiveFeed } from './live-feed.svelte.ts'
import { countsWith, NO_COUNTS } from './unread-counts.ts'

/** What callers have said and nobody has read, by connection; the same on every dashboard. */
export class LiveUnread {
  #counts = $state.raw(NO_COUNTS)
  #whole = false

  constructor(feed: LiveFeed) {
    feed.subscribe({
      request: (id) => {
        this.#whole = true
        return { op: 'subscribe', id, topic: 'unread' }
      },
      receive: (message) => this.#receive(message),
    })
  }

  of(connectionId: string): number {
    return this.#counts.get(connectionId) ?? 0
  }

  #receive(message: ServerMessage): void {
    if (message.type !== 'unread') return
    this.#counts = countsWith(this.#whole ? NO_COUNTS : this.#counts, message.unread)
    this.#whole = false
  }
}
