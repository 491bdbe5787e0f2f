import type { Decoder } from './decoder.ts'
import { FramingError } from './framing-error.ts'

/** No framing at all: hands out as many bytes as the handler asks for, for protocols that find their own messages. */
export class BytesDecoder implements Decoder {
  readonly #chunks: Buffer[] = []
  #wanted = 0
  #exactly = false
  buffered = 0

  /** What `next` shall hand out: exactly so many bytes, or those there are but no more. */
  want(bytes: number, { exactly }: { exactly: boolean }): void {
    this.#wanted = bytes
    this.#exactly = exactly
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return
    this.#chunks.push(chunk)
    this.buffered += chunk.length
  }

  next(): Buffer | undefined {
    if (this.buffered === 0 || (this.#exactly && this.buffered < this.#wanted)) return undefined
    return this.#exactly ? this.#take(this.#wanted) : this.#cutFirst(this.#wanted)
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
    this.buffered = 0
    return this.#chunks.splice(0)
  }

  #take(bytes: number): Buffer {
    const parts: Buffer[] = []
    for (let missing = bytes; missing > 0; missing -= parts.at(-1)?.length ?? missing)
      parts.push(this.#cutFirst(missing))
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
  }

  /** The first chunk, or what `most` allows of it. */
  #cutFirst(most: number): Buffer {
    const [first = Buffer.alloc(0)] = this.#chunks
    const cut = first.subarray(0, most)
    if (cut.length === first.length) this.#chunks.shift()
    else this.#chunks[0] = first.subarray(most)
    this.buffered -= cut.length
    return cut
  }
}
