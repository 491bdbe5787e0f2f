import { ByteQueue } from './byte-queue.ts'
import type { Decoder } from './decoder.ts'
import { FramingError } from './framing-error.ts'

/** No framing at all: hands out as many bytes as the handler asks for, for protocols that find their own messages. */
export class BytesDecoder implements Decoder {
  readonly #waiting = new ByteQueue()
  #wanted = 0
  #exactly = false

  get buffered(): number {
    return this.#waiting.length
  }

  /** What `next` shall hand out: exactly so many bytes, or those there are but no more. */
  want(bytes: number, { exactly }: { exactly: boolean }): void {
    this.#wanted = bytes
    this.#exactly = exactly
  }

  push(chunk: Buffer): void {
    this.#waiting.push(chunk)
  }

  next(): Buffer | undefined {
    if (this.buffered === 0 || (this.#exactly && this.buffered < this.#wanted)) return undefined
    return this.#exactly ? this.#waiting.take(this.#wanted) : this.#waiting.takeSome(this.#wanted)
  }

  rest(): Buffer | undefined {
    const bytes = this.next()
    if (bytes || this.buffered === 0) return bytes
    throw new FramingError(`the peer ended after ${this.buffered} of ${this.#wanted} bytes`)
  }

  encode(message: Buffer): Buffer {
    return message
  }

  release(): Buffer[] {
    return this.#waiting.release()
  }
}
