import type { WebSocket } from 'ws'

/** Pings readers, and cuts those that have not answered the ping before: their machine is gone without a word. */
export class Heartbeat {
  readonly #silent = new WeakSet<WebSocket>()
  readonly #timer: NodeJS.Timeout

  /** `every`: milliseconds between two pings. */
  constructor(clients: Set<WebSocket>, every: number) {
    this.#timer = setInterval(() => {
      for (const client of clients) this.#beat(client)
    }, every).unref()
  }

  watch(client: WebSocket): void {
    client.on('pong', () => this.#silent.delete(client))
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #beat(client: WebSocket): void {
    if (this.#silent.has(client)) return client.terminate()
    this.#silent.add(client)
    client.ping()
  }
}
