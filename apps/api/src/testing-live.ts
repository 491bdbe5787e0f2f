import { once } from 'node:events'
import type { Connection, JournalEntry, ServerMessage } from '@switchboard/contract'
import { encodeBatch, type NewEntry } from '@switchboard/journal'
import { WebSocket, type ClientOptions } from 'ws'
import { BLANK_ENTRY, type TestManager } from './testing.ts'

type Hello = Extract<ServerMessage, { type: 'hello' }>

/** A reader of the live feed, which keeps all it was told. */
export class LiveClient {
  readonly messages: ServerMessage[] = []
  readonly #socket: WebSocket
  #arrived = Promise.withResolvers<void>()

  private constructor(url: string, options: ClientOptions) {
    this.#socket = new WebSocket(url, options)
    this.#socket.on('message', (data) => {
      this.messages.push(JSON.parse(data.toString()) as ServerMessage)
      this.#arrived.resolve()
      this.#arrived = Promise.withResolvers()
    })
  }

  /** With the admin token, unless `options` say who is calling. Resolves once the manager has said hello. */
  static async open(
    { url, token }: { url: string; token: string | null },
    options: ClientOptions = {},
  ): Promise<LiveClient> {
    const headers = options.headers ?? (token === null ? {} : { authorization: `Bearer ${token}` })
    const client = new LiveClient(`${url.replace('http', 'ws')}/api/v1/live`, { ...options, headers })
    await once(client.#socket, 'open')
    await client.until((message) => message.type === 'hello')
    return client
  }

  /** The code and the reason with which a socket is closed before hello; null: it is let in, and goes. */
  static async refusal({ url, token }: { url: string; token: string }): Promise<[number, string] | null> {
    const headers = { authorization: `Bearer ${token}` }
    const client = new LiveClient(`${url.replace('http', 'ws')}/api/v1/live`, { headers })
    const closed = once(client.#socket, 'close') as Promise<[number, Buffer]>
    const refused = closed.then(([code, reason]): [number, string] => [code, reason.toString()])
    const greeted = client.until((message) => message.type === 'hello').then(() => null)
    const outcome = await Promise.race([refused, greeted])
    client.cut()
    return outcome
  }

  get hello(): Hello {
    return this.messages[0] as Hello
  }

  say(message: object): void {
    this.sayText(JSON.stringify(message))
  }

  sayText(text: string): void {
    this.#socket.send(text)
  }

  /** Stops reading from the socket, so that the kernel's buffers fill. */
  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  /** Ends the connection without a goodbye; what is on its way is lost. */
  cut(): void {
    this.#socket.removeAllListeners('message')
    this.#socket.terminate()
  }

  /** The code the socket was closed with. */
  async closed(): Promise<number> {
    const [code] = (await once(this.#socket, 'close')) as [number]
    return code
  }

  /** Subscribes to the journal and answers the seq from which on entries will come. */
  async followJournal(
    about: { since?: number; service?: string; filter?: string },
    id = 'journal',
  ): Promise<number> {
    this.say({ op: 'subscribe', id, topic: 'journal', ...about })
    const answer = await this.until((message) => message.type === 'subscribed' && message.id === id)
    return answer.type === 'subscribed' ? (answer.from ?? 0) : 0
  }

  /** The first message that fits, as soon as it is there. */
  async until(fits: (message: ServerMessage) => boolean): Promise<ServerMessage> {
    return (await this.count(1, fits))[0] as ServerMessage
  }

  /** The messages that fit, as soon as there are `count`. */
  async count(count: number, fits: (message: ServerMessage) => boolean): Promise<ServerMessage[]> {
    for (;;) {
      const fitting = this.messages.filter(fits)
      if (fitting.length >= count) return fitting
      await this.#arrived.promise
    }
  }

  async untilConnection(fits: (connection: Connection) => boolean): Promise<Connection | undefined> {
    const message = await this.until((it) => it.type === 'connections' && it.connections.some(fits))
    return message.type === 'connections' ? message.connections.find(fits) : undefined
  }

  /** All journal entries so far. */
  received(): JournalEntry[] {
    return this.messages.flatMap((message) => (message.type === 'entries' ? message.entries : []))
  }

  /** All journal entries, as soon as there are `count`. */
  async entries(count: number): Promise<JournalEntry[]> {
    while (this.received().length < count) await this.#arrived.promise
    return this.received()
  }
}

/** Writes `count` entries as netcore would; they get the next numbers. */
export async function writeEntries(
  { app: { store, journalHub } }: TestManager,
  count: number,
  about: Partial<NewEntry> = {},
): Promise<void> {
  const entries = Array.from({ length: count }, () => ({ ...BLANK_ENTRY, at: Date.now(), ...about }))
  const batch = encodeBatch(entries)
  journalHub.publish(batch, await store.journal.append(batch))
}
