import type { ConnectionCounters } from '@switchboard/journal'
import type { Tap } from './capture/tap.ts'
import { BytesDecoder } from './framing/bytes.ts'
import type { Decoder } from './framing/decoder.ts'
import type { Wire } from './wire.ts'

/** Reading stops when so many bytes wait for a slow handler. */
const HIGH_WATER_BYTES = 65_536

type Counters = Pick<ConnectionCounters, 'bytesIn' | 'chunksIn' | 'messagesIn'>

type Waiter = { resolve: (result: IteratorResult<Buffer>) => void; reject: (error: Error) => void }

/**
 * Messages on their way from the wire to the handler. The handler pulls: what it does not pull stays in the
 * kernel, so that a slow handler slows only its own peer.
 */
export class Inbox implements AsyncIterableIterator<Buffer> {
  /** Captures what comes in from here on, but for the prelude. */
  tap: Tap | undefined
  #decoder: Decoder
  readonly #counters: Counters
  readonly #wire: Pick<Wire, 'pause' | 'resume'>
  /** Bytes that were no concern of the protocol, and are not captured: the answer to a challenge. */
  #preludeBytes = 0
  #waiter: Waiter | undefined
  #full = false
  #ended = false
  #failure: Error | undefined

  /** Counts the bytes that come and the messages that the handler gets, and stops the wire while too much waits for it. */
  constructor(decoder: Decoder, counters: Counters, wire: Pick<Wire, 'pause' | 'resume'>) {
    this.#decoder = decoder
    this.#counters = counters
    this.#wire = wire
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** From here on `decoder` finds the messages, in what waits already too. */
  decodeWith(decoder: Decoder): void {
    for (const chunk of this.#decoder.release()) decoder.push(chunk)
    this.#decoder = decoder
  }

  push(chunk: Buffer): void {
    this.tap?.passed('in', chunk, this.#offset)
    this.#counters.bytesIn += chunk.length
    this.#counters.chunksIn++
    this.#decoder.push(chunk)
    this.#feed()
    this.#measure()
  }

  /** Counts bytes that came in and are no concern of the protocol. */
  countPrelude(bytes: number, chunks: number): void {
    this.#counters.bytesIn += bytes
    this.#counters.chunksIn += chunks
    this.#preludeBytes += bytes
  }

  /** Whoever reads bytes has found a message in those that were handed out. */
  countMessage(): void {
    this.#counters.messagesIn++
    this.tap?.ended('in', this.#offset - this.#decoder.buffered)
  }

  /** The peer has ended its side: what is left comes out, then the iteration is done. */
  end(): void {
    this.#ended = true
    this.#feed()
  }

  /** The connection is gone: the iteration throws `error`, messages not yet pulled are lost. */
  fail(error: Error): void {
    this.#failure ??= error
    this.#feed()
  }

  next(): Promise<IteratorResult<Buffer>> {
    return new Promise((resolve, reject) => {
      this.#waiter = { resolve, reject }
      this.#feed()
      this.#measure()
    })
  }

  /** A handler that leaves its loop leaves the rest unread. */
  return(): Promise<IteratorResult<Buffer>> {
    return Promise.resolve({ value: undefined, done: true })
  }

  /** How many bytes of the protocol's have come. */
  get #offset(): number {
    return this.#counters.bytesIn - this.#preludeBytes
  }

  #feed(): void {
    const waiter = this.#waiter
    if (!waiter) return
    try {
      const result = this.#pull()
      if (!result) return
      this.#waiter = undefined
      waiter.resolve(result)
    } catch (error) {
      this.#waiter = undefined
      waiter.reject(error as Error)
    }
  }

  #pull(): IteratorResult<Buffer> | undefined {
    if (this.#failure) throw this.#failure
    const message = this.#decoder.next() ?? (this.#ended ? this.#decoder.rest() : undefined)
    if (message) {
      if (!(this.#decoder instanceof BytesDecoder)) {
        this.#counters.messagesIn++
        this.tap?.message('in', message, this.#offset - this.#decoder.buffered)
      }
      return { value: message, done: false }
    }
    return this.#ended ? { value: undefined, done: true } : undefined
  }

  #measure(): void {
    // While the handler waits, reading goes on: a message longer than the high water must be able to arrive whole.
    const full = !this.#waiter && this.#decoder.buffered >= HIGH_WATER_BYTES
    if (full === this.#full) return
    this.#full = full
    if (full) this.#wire.pause()
    else this.#wire.resume()
  }
}
