import type { ServerMessage, Service } from '@switchboard/contract'
import { compareText } from '../format/compare-text.ts'
import { byId } from './by-id.ts'
import type { LiveFeed } from './live-feed.svelte.ts'

/** Every service as it is now, kept up to date by the feed. */
export class LiveServices {
  #byId = $state.raw(byId<Service>([]))
  /** Whether the first answer has come: before it, an empty list means nothing. */
  ready = $state(false)
  readonly list: Service[] = $derived([...this.#byId.values()].sort((a, b) => compareText(a.name, b.name)))
  #whole = false

  constructor(feed: LiveFeed) {
    feed.subscribe({
      request: (id) => {
        this.#whole = true
        return { op: 'subscribe', id, topic: 'services' }
      },
      receive: (message) => this.#receive(message),
    })
  }

  get(id: string): Service | undefined {
    return this.#byId.get(id)
  }

  /** What a service is called, also one that is gone. */
  nameOf(id: string): string {
    return this.get(id)?.name ?? (this.ready ? 'a deleted service' : id)
  }

  /** Shows a service that the API has just created, before the feed tells of it. */
  add(service: Service): void {
    if (!this.#byId.has(service.id)) this.#byId = byId([...this.#byId.values(), service])
  }

  #receive(message: ServerMessage): void {
    if (message.type !== 'services') return
    // The first message after subscribing is the whole list; it ends what a lost connection left behind.
    const known = this.#whole ? [] : [...this.#byId.values()]
    this.#byId = byId([...known, ...message.services], message.deleted)
    this.#whole = false
    this.ready = true
  }
}
