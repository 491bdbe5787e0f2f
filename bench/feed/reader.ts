import { once } from 'node:events'
import type { ClientMessage, JournalEntry, ServerMessage } from '@switchboard/contract'
import { WebSocket } from 'ws'
import type { Manager } from '../../test/support/manager.ts'

type Topic = 'services' | 'connections' | 'stats'

/** A reader of the live feed, which may be cut and comes back with `since`. */
export class Reader {
  /** The newest seq that it has. */
  newest: number
  readonly #manager: Manager
  readonly #onEntry: (entry: JournalEntry) => void
  readonly #topics: readonly Topic[]
  #socket: WebSocket | null = null

  /** `topics`: what else it follows, as a dashboard does. */
  constructor(
    manager: Manager,
    newest: number,
    onEntry: (entry: JournalEntry) => void,
    topics: readonly Topic[] = [],
  ) {
    this.#manager = manager
    this.newest = newest
    this.#onEntry = onEntry
    this.#topics = topics
  }

  async open(): Promise<void> {
    const { url, rest } = this.#manager
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live`, { headers: rest.headers })
    this.#socket = socket
    await once(socket, 'open')
    socket.on('message', (data) => {
      if (socket === this.#socket) this.#take(JSON.parse(data.toString()) as ServerMessage)
    })
    const say = (message: ClientMessage) => socket.send(JSON.stringify(message))
    for (const topic of this.#topics) say({ op: 'subscribe', id: topic, topic })
    say({ op: 'subscribe', id: 'journal', topic: 'journal', since: this.newest })
  }

  /** Without a goodbye; what is on its way is lost. */
  cut(): void {
    const socket = this.#socket
    this.#socket = null
    socket?.terminate()
  }

  #take(message: ServerMessage): void {
    if (message.type === 'gap') throw new Error(`a gap from ${message.from} to ${message.to}`)
    if (message.type !== 'entries') return
    message.entries.forEach(this.#onEntry)
    this.newest = message.seq
  }
}
