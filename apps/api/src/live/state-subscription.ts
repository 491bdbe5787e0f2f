import type { ChangeHub, ChangePage, ChangeReader } from './change-hub.ts'
import type { LiveSocket } from './live-socket.ts'
import type { Subscription } from './subscription.ts'

/** Part of everything there is, as the inside of a JSON object, and whether there is more. */
export type WholePage = { body: string; more: boolean }

type Parts<Note> = {
  id: string
  topic: 'services' | 'connections' | 'unread'
  socket: LiveSocket
  hub: ChangeHub<Note>
  /** Answers everything there is page by page. */
  whole: () => WholePage
}

/**
 * Follows a set of things: all of them at first, then those that changed, page by page as the reader takes them. A slow
 * reader misses states in between; one that is too slow even for that is sent away to start anew.
 */
export class StateSubscription<Note> implements Subscription, ChangeReader<Note> {
  readonly #parts: Parts<Note>
  readonly #head: string
  #position = 0
  #isWhole = false
  #isCatchingUp = false
  #isEnded = false
  #unfollow = () => {}

  constructor(parts: Parts<Note>) {
    this.#parts = parts
    this.#head = `{"type":"${parts.topic}","id":${JSON.stringify(parts.id)},`
  }

  get position(): number {
    return this.#position
  }

  start(): void {
    const { id, socket, hub } = this.#parts
    socket.send({ type: 'subscribed', id })
    this.#position = hub.end
    this.#unfollow = hub.follow(this)
    void this.#catchUp()
  }

  end(): void {
    this.#isEnded = true
    this.#unfollow()
  }

  take(page: ChangePage<Note>): void {
    if (this.#isCatchingUp) return
    if (this.#parts.socket.isSlow) return void this.#catchUp()
    this.#tell(page)
  }

  lose(): void {
    this.end()
    this.#parts.socket.close(1013, 'too slow: connect again')
  }

  /** Sends as much as the reader takes, until there is nothing more. */
  async #catchUp(): Promise<void> {
    const { socket } = this.#parts
    this.#isCatchingUp = true
    do {
      if (socket.isSlow) await socket.whenKeepingUp()
    } while (!this.#isEnded && this.#sendNext())
    this.#isCatchingUp = false
  }

  /** Whether there was something to send. */
  #sendNext(): boolean {
    if (!this.#isWhole) this.#sendWhole()
    else {
      const page = this.#parts.hub.next(this.#position)
      if (!page) return false
      this.#tell(page)
    }
    return true
  }

  #sendWhole(): void {
    const { body, more } = this.#parts.whole()
    this.#isWhole = !more
    this.#parts.socket.sendText(`${this.#head}${body}${more ? ',"more":true' : ''}}`)
  }

  #tell({ body, to }: ChangePage<Note>): void {
    this.#position = to
    this.#parts.socket.sendBytes(body.after(this.#head))
  }
}
