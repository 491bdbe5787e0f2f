import type { ChangeHub, Changes } from './change-hub.ts'
import type { LiveSocket } from './live-socket.ts'
import type { SharedTail } from './shared-tail.ts'
import type { Subscription } from './subscription.ts'

/** Things a slow reader may have missed before it is sent away to start anew. */
const MOST_MISSED = 20_000

type Parts<Note> = {
  id: string
  topic: 'services' | 'connections' | 'unread'
  socket: LiveSocket
  hub: ChangeHub<Note>
  /** Everything there is, as the inside of a JSON object. */
  whole: () => string
  /** What this reader gets of changes, if not the same as the others; null is nothing. */
  render?: (changes: Changes<Note>) => string | null
}

/** Follows a set of things: all of them at first, then those that changed. A slow reader misses states in between. */
export class StateSubscription<Note> implements Subscription {
  readonly #parts: Parts<Note>
  #missed: Map<string, Note> | undefined
  #isEnded = false
  #unfollow = () => {}

  constructor(parts: Parts<Note>) {
    this.#parts = parts
  }

  start(): void {
    const { id, socket, hub, whole } = this.#parts
    socket.send({ type: 'subscribed', id })
    this.#send(whole())
    this.#unfollow = hub.follow((changes, body) => this.#take(changes, body))
  }

  end(): void {
    this.#isEnded = true
    this.#unfollow()
  }

  #take(changes: Changes<Note>, body: SharedTail): void {
    if (this.#missed) return this.#miss(this.#missed, changes)
    if (!this.#parts.socket.isSlow) return this.#tell(changes, body)
    this.#missed = new Map(changes)
    void this.#parts.socket.whenKeepingUp().then(() => this.#catchUp())
  }

  #miss(missed: Map<string, Note>, changes: Changes<Note>): void {
    for (const [id, note] of changes) missed.set(id, note)
    if (missed.size > MOST_MISSED) this.#parts.socket.close(1013, 'too slow: connect again')
  }

  #catchUp(): void {
    const missed = this.#missed
    this.#missed = undefined
    if (missed && !this.#isEnded) this.#tell(missed)
  }

  #tell(changes: Changes<Note>, shared?: SharedTail): void {
    const { socket, hub, render } = this.#parts
    if (shared && !render) return socket.sendBytes(shared.after(this.#head))
    const own = (render ?? hub.render)(changes)
    if (own !== null) this.#send(own)
  }

  #send(body: string): void {
    this.#parts.socket.sendText(`${this.#head}${body}}`)
  }

  get #head(): string {
    const { id, topic } = this.#parts
    return `{"type":"${topic}","id":${JSON.stringify(id)},`
  }
}
