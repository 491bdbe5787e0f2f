import { on } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { ClientMessage, ServerMessage } from '@switchboard/contract'
import { WebSocket } from 'ws'
import { failureOf, unreachable, type Switchboard } from '../api/switchboard.ts'
import { EXIT } from '../exit-codes.ts'
import { Failure } from '../failure.ts'

/** The manager pings twice a minute: after this many milliseconds without a word the way to it is broken. */
const SILENCE_MS = 75_000

/** Messages taken from the socket ahead of whoever reads them; then the manager waits, or tells a gap. */
const AHEAD = { highWaterMark: 64, lowWaterMark: 1 }

const SIGNED_OUT = 4401

/** One WebSocket to the live feed. */
export class Feed {
  readonly #socket: WebSocket
  readonly #url: string
  readonly #incoming: AsyncIterableIterator<unknown[]>
  #closeCode = 0
  /** Why the manager has closed it, in its words; empty while it has not, or without a word. */
  closeReason = ''
  #refusal: Failure | undefined

  constructor({ url, headers }: Switchboard) {
    this.#url = url
    this.#socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/v1/live`, { headers })
    this.#incoming = on(this.#socket, 'message', { close: ['close'], ...AHEAD }) // hello may come with the upgrade
    this.#socket.once('close', (code, reason) => {
      this.#closeCode = code
      this.closeReason = reason.toString()
    })
    this.#socket.once('unexpected-response', (_request, response) => void this.#refused(response))
    endWhenSilent(this.#socket)
  }

  say(message: ClientMessage): void {
    this.#socket.send(JSON.stringify(message))
  }

  /**
   * What the manager says until the connection ends. Throws Unreachable, what the manager answers instead of opening it
   * such as `unauthenticated`, or that the right to it has ended.
   */
  async *messages(): AsyncGenerator<ServerMessage> {
    try {
      for await (const [data] of this.#incoming) yield JSON.parse(String(data)) as ServerMessage
    } catch (error) {
      throw this.#refusal ?? unreachable(this.#url, error)
    } finally {
      this.#socket.on('error', () => undefined).terminate()
    }
    if (this.#closeCode === SIGNED_OUT)
      throw new Failure('The token or session is no longer valid: run "switchboard login".', EXIT.denied)
  }

  async #refused(response: IncomingMessage): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of response) chunks.push(chunk as Buffer)
    const { statusCode: status = 0, statusMessage: statusText = '' } = response
    this.#refusal = failureOf({ status, statusText }, Buffer.concat(chunks).toString())
    this.#socket.terminate()
  }
}

function endWhenSilent(socket: WebSocket): void {
  const timer = setTimeout(() => socket.terminate(), SILENCE_MS)
  const refresh = () => void timer.refresh()
  socket.on('message', refresh).on('ping', refresh)
  socket.once('close', () => clearTimeout(timer))
}
