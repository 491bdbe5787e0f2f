import { BytesDecoder } from './framing/bytes.ts'
import type { Decoder } from './framing/decoder.ts'
import type { Wire } from './wire.ts'

/** Reading stops when so many bytes wait for a slow handler. */
const HIGH_WATER_BYTES = 65_536

type Waiter = { resolve: (result: IteratorResult<Buffer>) => void; reject: (error: Error) => void }

/**
 * Messages on their way from the wire to the handler. The handler pulls: what it does not pull stays in the
 * kernel, so that a slow handler slows only its own peer.
 */
export class Inbox implements AsyncIterableIterator<Buffer> {
  #decoder: Decoder
  readonly #counters: { messagesIn: number }
  readonly #wire: Pick<Wire, 'pause' | 'resume'>
  /** Hears of every message that the handler gets, and how many bytes wait behind it. */
  onMessage: ((message: Buffer, waitingBytes: number) => void) | undefined
  #waiter: Waiter | undefined
  #full = false
  #ended = false
  #failure: Error | undefined

  /** Counts the messages that the handler gets, and stops the wire while too much waits for it. */
  constructor(decoder: Decoder, counters: { messagesIn: number }, wire: Pick<Wire, 'pause' | 'resume'>) {
    this.#decoder = decoder
    this.#counters = counters
    this.#wire = wire
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** Bytes that were read and not yet handed out. */
  get waitingBytes(): number {
    return this.#decoder.buffered
  }

  /** From here on `decoder` finds the messages, in what waits already too. */
  decodeWith(decoder: Decoder): void {
    for (const chunk of this.#decoder.release()) decoder.push(chunk)
    this.#decoder = decoder
  }

  push(chunk: Buffer): void {
    this.#decoder.push(chunk)
    this.#feed()
    this.#measure()
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
        this.onMessage?.(message, this.#decoder.buffered)
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
