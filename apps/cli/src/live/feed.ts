import { once, on } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { ClientMessage, ServerMessage } from '@switchboard/contract'
import { WebSocket } from 'ws'
import { failureOf, unreachable, type Switchboard } from '../api/switchboard.ts'
import { EXIT } from '../exit-codes.ts'
import { Failure } from '../failure.ts'

/** The manager pings twice a minute: after this many milliseconds without a word the way to it is broken. */
const SILENCE_MS = 75_000

/** Messages taken from the socket ahead of whoever reads them; the manager then waits, or tells a gap. */
const AHEAD = 64

const SIGNED_OUT = 4401

/** One WebSocket to the live feed. */
export class Feed {
  readonly #socket: WebSocket
  readonly #url: string
  #closeCode = 0

  private constructor(socket: WebSocket, url: string) {
    this.#socket = socket
    this.#url = url
    socket.once('close', (code) => (this.#closeCode = code))
    endWhenSilent(socket)
  }

  /** Throws Unreachable, or what the manager answers instead, such as `unauthenticated`. */
  static async open({ url, headers }: Switchboard): Promise<Feed> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/v1/live`, { headers })
    const refused = Promise.withResolvers<never>()
    socket.once('unexpected-response', (_request, response) => {
      void refusal(response).then(refused.reject)
    })
    const feed = new Feed(socket, url)
    socket.pause() // until somebody reads
    try {
      await Promise.race([once(socket, 'open'), refused.promise])
      return feed
    } catch (error) {
      socket.on('error', () => undefined).terminate()
      throw error instanceof Failure ? error : unreachable(url, error)
    }
  }

  say(message: ClientMessage): void {
    this.#socket.send(JSON.stringify(message))
  }

  /** What the manager says until the connection ends. Throws when it ended because the right to it did. */
  async *messages(): AsyncGenerator<ServerMessage> {
    const incoming = on(this.#socket, 'message', { close: ['close'], highWaterMark: AHEAD, lowWaterMark: 1 })
    this.#socket.resume()
    try {
      for await (const [data] of incoming) yield JSON.parse(String(data)) as ServerMessage
    } catch (error) {
      throw unreachable(this.#url, error)
    } finally {
      this.#socket.on('error', () => undefined).terminate()
    }
    if (this.#closeCode === SIGNED_OUT)
      throw new Failure('The token or session is no longer valid: run "switchboard login".', EXIT.denied)
  }
}

async function refusal(response: IncomingMessage): Promise<Failure> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const { statusCode: status = 0, statusMessage: statusText = '' } = response
  return failureOf({ status, statusText }, Buffer.concat(chunks).toString())
}

function endWhenSilent(socket: WebSocket): void {
  const timer = setTimeout(() => socket.terminate(), SILENCE_MS)
  const refresh = () => void timer.refresh()
  socket.on('message', refresh).on('ping', refresh)
  socket.once('close', () => clearTimeout(timer))
}
