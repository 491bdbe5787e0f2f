import { once } from 'node:events'
import { get, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import type { JournalEntry } from '@switchboard/contract'

export type ServerSentEvent = { id: string; event: string; data: string }

/** A reader of server-sent events, which keeps all it was told. */
export class EventClient {
  readonly events: ServerSentEvent[] = []
  /** Of the newest event, also of those without data; what to come back with. */
  lastId = ''
  comments = 0
  readonly answer: IncomingMessage
  /** Resolves when it is over, one way or the other. */
  readonly ended: Promise<void>
  #unread = ''
  #arrived = Promise.withResolvers<void>()

  private constructor(answer: IncomingMessage) {
    this.answer = answer
    answer.setEncoding('utf8')
    answer.on('data', (text: string) => this.#take(text))
    answer.on('error', () => undefined) // 'close' follows
    this.ended = new Promise((resolve) => answer.once('close', resolve))
  }

  static async open(url: string, headers: OutgoingHttpHeaders): Promise<EventClient> {
    const [answer] = (await once(get(url, { headers }), 'response')) as [IncomingMessage]
    return new EventClient(answer)
  }

  /** Resolves as soon as something has come that makes it true. */
  async until(isThere: () => boolean): Promise<void> {
    while (!isThere()) await this.#arrived.promise
  }

  entries(): JournalEntry[] {
    return this.events.flatMap(({ event, data }) =>
      event === 'entry' ? [JSON.parse(data) as JournalEntry] : [],
    )
  }

  close(): void {
    this.answer.destroy()
  }

  #take(text: string): void {
    const blocks = (this.#unread + text).split('\n\n')
    this.#unread = blocks.pop() ?? ''
    for (const block of blocks) this.#understand(block)
    this.#arrived.resolve()
    this.#arrived = Promise.withResolvers()
  }

  #understand(block: string): void {
    if (block.startsWith(':')) this.comments++
    const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s, 2) as [string, string]))
    this.lastId = fields.get('id') ?? this.lastId
    const data = fields.get('data')
    if (data !== undefined) this.events.push({ id: this.lastId, event: fields.get('event') ?? '', data })
  }
}
