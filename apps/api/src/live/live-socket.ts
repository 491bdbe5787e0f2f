import type { Problem, ServerMessage } from '@switchboard/contract'
import type { WebSocket } from 'ws'
import { Backlog } from './backlog.ts'

/** Bytes after which a reader that asks and asks without reading is cut. */
const HOPELESS_BYTES = 8 * 1024 * 1024

/** One reader of the live feed, as subscriptions see it. */
export class LiveSocket {
  readonly #socket: WebSocket
  readonly #backlog: Backlog

  constructor(socket: WebSocket) {
    this.#socket = socket
    this.#backlog = new Backlog(() => socket.bufferedAmount)
    socket.on('close', () => this.#backlog.release())
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  get isSlow(): boolean {
    return this.#backlog.isSlow
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
    this.#socket.send(bytes, { binary: false }, () => this.#backlog.moved())
  }

  /** Resolves once the reader keeps up again, or is gone. Only to be asked while it `isSlow`. */
  whenKeepingUp(): Promise<void> {
    return this.#backlog.whenKeepingUp()
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
  }
}
