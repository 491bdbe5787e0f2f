import type { Chat, Connection, ServerMessage } from '@switchboard/contract'
import { listChats } from '../../../api/chats.ts'
import { CHAT_MESSAGE } from '../../../components/chat/chat-message.ts'
import { LiveConnections } from '../../../live/connections.svelte.ts'
import type { LiveFeed } from '../../../live/live-feed.svelte.ts'
import { chatRows, NO_MESSAGES, withEnded, withMessages, type ChatRow } from './chat-rows.ts'

/** So many open callers are read with their last message at first. */
const MOST_OPEN = 500

/** The callers of a chat service: the open ones first, then those whose talk is over, with what was said last. */
export class ChatList {
  ready = $state(false)
  error = $state.raw<unknown>(null)
  loadingOlder = $state(false)
  /** Where ended talks go on; null when there are no more. */
  older = $state.raw<string | null>(null)
  #feed: LiveFeed
  #serviceId: string
  #open: LiveConnections
  #ended = $state.raw<readonly Connection[]>([])
  #last = $state.raw(NO_MESSAGES)
  readonly rows: ChatRow[] = $derived.by(() =>
    chatRows(
      this.#open.list.filter(({ serviceId }) => serviceId === this.#serviceId),
      this.#ended,
      this.#last,
    ),
  )

  constructor(feed: LiveFeed, serviceId: string) {
    this.#feed = feed
    this.#serviceId = serviceId
    this.#open = new LiveConnections(feed, (closed) => this.#addEnded(closed))
  }

  /** Loads the list and follows it. Returns how to stop. */
  follow(): () => void {
    const stopConnections = this.#open.follow()
    const stopJournal = this.#feed.subscribe({
      // Whatever was missed meanwhile is in the list that is read now.
      request: (id) => {
        void this.load()
        return { op: 'subscribe', id, topic: 'journal', service: this.#serviceId }
      },
      receive: (message) => this.#receive(message),
    })
    return () => {
      stopConnections()
      stopJournal()
    }
  }

  async load(): Promise<void> {
    await this.#try(async () => {
      const [open, ended] = await Promise.all([
        listChats(this.#serviceId, { state: 'open', limit: MOST_OPEN }),
        listChats(this.#serviceId, { state: 'closed' }),
      ])
      this.#ended = ended.items.map(({ connection }) => connection)
      this.older = ended.next
      this.#takeLast([...open.items, ...ended.items])
      this.ready = true
    })
  }

  async loadOlder(): Promise<void> {
    if (this.loadingOlder || this.older === null) return
    this.loadingOlder = true
    await this.#try(async () => {
      const page = await listChats(this.#serviceId, { state: 'closed', before: this.older })
      this.#ended = [...this.#ended, ...page.items.map(({ connection }) => connection)]
      this.older = page.next
      this.#takeLast(page.items)
    })
    this.loadingOlder = false
  }

  #receive(message: ServerMessage): void {
    if (message.type === 'gap') void this.load()
    if (message.type !== 'entries') return
    const said = message.entries.filter(({ type }) => type === CHAT_MESSAGE)
    if (said.length > 0) this.#last = withMessages(this.#last, said)
  }

  #addEnded(closed: readonly Connection[]): void {
    const mine = closed.filter(({ serviceId }) => serviceId === this.#serviceId)
    if (mine.length > 0) this.#ended = withEnded(this.#ended, mine)
  }

  #takeLast(chats: readonly Chat[]): void {
    this.#last = withMessages(
      this.#last,
      chats.flatMap(({ lastMessage }) => lastMessage ?? []),
    )
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work()
      this.error = null
    } catch (error) {
      this.error = error
    }
  }
}
