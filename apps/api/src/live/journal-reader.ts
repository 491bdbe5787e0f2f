import type { LiveSocket } from './live-socket.ts'
import type { Portion } from './portion.ts'

/** Who follows the journal, in whatever format. */
export type JournalReader = {
  /** It has left so much unread that nothing more should be sent for the moment. */
  readonly isSlow: boolean
  /** Resolves once it keeps up again, or is gone. Only to be asked while it `isSlow`. */
  whenKeepingUp(): Promise<void>
  /** Entries from this seq on will come. */
  begin(from: number): void
  tell(portion: Portion): void
  /** It was too slow for these. */
  miss(from: number, to: number): void
}

/** A subscription of a WebSocket. */
export class SocketReader implements JournalReader {
  readonly #id: string
  readonly #socket: LiveSocket

  constructor(id: string, socket: LiveSocket) {
    this.#id = id
    this.#socket = socket
  }

  get isSlow(): boolean {
    return this.#socket.isSlow
  }

  whenKeepingUp(): Promise<void> {
    return this.#socket.whenKeepingUp()
  }

  begin(from: number): void {
    this.#socket.send({ type: 'subscribed', id: this.#id, from })
  }

  tell({ tail }: Portion): void {
    this.#socket.sendBytes(tail.after(`{"type":"entries","id":${JSON.stringify(this.#id)},`))
  }

  miss(from: number, to: number): void {
    this.#socket.send({ type: 'gap', id: this.#id, from, to })
  }
}
