import type { BytesDecoder } from './framing/bytes.ts'
import type { Inbox } from './inbox.ts'

/** Reads a stream by the byte. Every method throws ConnectionClosed when the peer is gone. */
export class ByteReader {
  readonly #decoder: BytesDecoder
  readonly #inbox: Inbox

  constructor(decoder: BytesDecoder, inbox: Inbox) {
    this.#decoder = decoder
    this.#inbox = inbox
  }

  /**
   * The next `bytes` bytes, held whole in memory. undefined when the peer ends before the first of them; throws
   * FramingError when it ends in between.
   */
  exactly(bytes: number): Promise<Buffer | undefined> {
    return this.#read(bytes, true)
  }

  /** What comes next, at least one byte and at most `bytes`; undefined when the peer has ended its side. */
  atMost(bytes: number): Promise<Buffer | undefined> {
    return this.#read(bytes, false)
  }

  async #read(bytes: number, exactly: boolean): Promise<Buffer | undefined> {
    this.#decoder.want(bytes, { exactly })
    const { value } = (await this.#inbox.next()) as IteratorResult<Buffer, undefined>
    return value
  }
}
