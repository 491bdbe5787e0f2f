import type { Connection, ServerMessage } from '@switchboard/contract'
import { byId } from './by-id.ts'
import type { LiveFeed } from './live-feed.svelte.ts'

/** The open connections, newest first; one that closes leaves. */
export class LiveConnections {
  #byId = $state.raw(byId<Connection>([]))
  /** Whether the first answer has come, to its end: before it, the list means nothing. */
  ready = $state(false)
  readonly list: Connection[] = $derived(
    [...this.#byId.values()].sort((a, b) => b.openedAt.localeCompare(a.openedAt) || b.id.localeCompare(a.id)),
  )
  #feed: LiveFeed
  #onclosed: (connections: Connection[]) => void
  #filter: string | null
  #whole = false

  /** `onclosed` is handed the records of connections that have just ended. `filter`: only those that pass it. */
  constructor(
    feed: LiveFeed,
    onclosed: (connections: Connection[]) => void = () => {},
    filter: string | null = null,
  ) {
    this.#filter = filter
    this.#feed = feed
    this.#onclosed = onclosed
  }

  /** Starts following; returns how to stop. */
  follow(): () => void {
    return this.#feed.subscribe({
      request: (id) => {
        this.#whole = true
        return { op: 'subscribe', id, topic: 'connections', ...(this.#filter && { filter: this.#filter }) }
      },
      receive: (message) => this.#receive(message),
    })
  }

  get(id: string): Connection | undefined {
    return this.#byId.get(id)
  }

  #receive(message: ServerMessage): void {
    if (message.type !== 'connections') return
    const known = this.#whole ? [] : [...this.#byId.values()]
    const closed = message.connections.filter(({ state }) => state === 'closed')
    this.#byId = byId(
      [...known, ...message.connections],
      [...closed.map(({ id }) => id), ...(message.left ?? [])],
    )
    this.#whole = false
    this.ready ||= message.more !== true
    if (closed.length > 0) this.#onclosed(closed)
  }
}
