import type { Problem, ServerMessage } from '@switchboard/contract'
import type { WebSocket } from 'ws'

/** Bytes a reader may leave unread before it counts as slow. */
export const SLOW_BYTES = 64 * 1024

/** Bytes after which a reader that asks and asks without reading is cut. */
const HOPELESS_BYTES = 8 * 1024 * 1024

/** One reader of the live feed, as subscriptions see it. */
export class LiveSocket {
  readonly #socket: WebSocket
  readonly #waiting = new Set<() => void>()

  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('close', () => this.#release())
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  get isSlow(): boolean {
    return this.#socket.bufferedAmount > SLOW_BYTES
  }

  send(message: ServerMessage): void {
    this.sendText(JSON.stringify(message))
  }

  sendProblem(id: string | null, problem: Problem): void {
    this.send({ type: 'problem', id, problem })
  }

  sendText(text: string): void {
    this.sendBytes(Buffer.from(text))
  }

  /** A text message in UTF-8, which may be on its way to others, too. */
  sendBytes(bytes: Buffer): void {
    if (!this.isOpen) return
    if (this.#socket.bufferedAmount > HOPELESS_BYTES) return this.#socket.terminate()
    this.#socket.send(bytes, { binary: false }, () => {
      if (this.#socket.bufferedAmount < SLOW_BYTES / 2) this.#release()
    })
  }

  /** Resolves once the reader keeps up again, or is gone. Only to be asked while it `isSlow`. */
  whenKeepingUp(): Promise<void> {
    return new Promise((resolve) => this.#waiting.add(resolve))
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
  }

  #release(): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const resume of waiting) resume()
  }
}
