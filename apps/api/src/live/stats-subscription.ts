import type { LiveSocket } from './live-socket.ts'
import type { StatsHub } from './stats-hub.ts'
import type { Subscription } from './subscription.ts'

/** Follows totals and rates. A slow reader misses seconds. */
export class StatsSubscription implements Subscription {
  readonly #id: string
  readonly #socket: LiveSocket
  readonly #hub: StatsHub
  #unfollow = () => {}

  constructor(id: string, socket: LiveSocket, hub: StatsHub) {
    this.#id = id
    this.#socket = socket
    this.#hub = hub
  }

  start(): void {
    this.#socket.send({ type: 'subscribed', id: this.#id })
    this.#send(this.#hub.render())
    this.#unfollow = this.#hub.follow((body) => this.#send(body))
  }

  end(): void {
    this.#unfollow()
  }

  #send(body: string): void {
    if (this.#socket.isSlow) return
    this.#socket.sendText(`{"type":"stats","id":${JSON.stringify(this.#id)},${body}}`)
  }
}
