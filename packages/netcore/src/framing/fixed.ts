import { ByteQueue } from './byte-queue.ts'
import type { Decoder } from './decoder.ts'
import { FramingError } from './framing-error.ts'

/**
 * Every message has the same number of bytes. A reply goes out as it is: padding would put bytes on the wire that
 * nobody wrote. An echo is as long as its message, and what a protocol puts before it makes every reply longer alike.
 */
export class FixedDecoder implements Decoder {
  readonly #bytes: number
  readonly #waiting = new ByteQueue()

  constructor(bytes: number) {
    this.#bytes = bytes
  }

  get buffered(): number {
    return this.#waiting.length
  }

  push(chunk: Buffer): void {
    this.#waiting.push(chunk)
  }

  next(): Buffer | undefined {
    return this.buffered < this.#bytes ? undefined : this.#waiting.take(this.#bytes)
  }

  rest(): Buffer | undefined {
    const message = this.next()
    if (message || this.buffered === 0) return message
    throw new FramingError(`the peer ended after ${this.buffered} of ${this.#bytes} bytes of a message`)
  }

  encode(message: Buffer): Buffer {
    return message
  }

  release(): Buffer[] {
    return this.#waiting.release()
  }
}
