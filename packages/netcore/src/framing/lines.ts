import { ByteQueue } from './byte-queue.ts'
import type { Decoder } from './decoder.ts'
import { FramingError } from './framing-error.ts'

const LF = 0x0a
const CR = 0x0d
const NO_ENDING = Buffer.alloc(0)

/**
 * A message ends with LF, or CR LF; the ending is not part of it. A reply gets the ending of the line it answers,
 * so that an echo is byte-exact. What follows the last LF when the peer ends is a last message without an ending.
 */
export class LinesDecoder implements Decoder {
  readonly #maxBytes: number
  /** What has no LF and waits for the rest of its line. */
  readonly #partial = new ByteQueue()
  /** What comes after `#partial`; may hold many lines. */
  #chunk: Buffer = NO_ENDING
  readonly #unread = new ByteQueue()
  #ending: Buffer = Buffer.from('\n')
  buffered = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  push(chunk: Buffer): void {
    this.#unread.push(chunk)
    this.buffered += chunk.length
  }

  next(): Buffer | undefined {
    for (;;) {
      const end = this.#chunk.indexOf(LF)
      if (end >= 0) return this.#line(end)
      this.#keepPartial()
      const chunk = this.#unread.takeSome()
      if (!chunk) return undefined
      this.#chunk = chunk
    }
  }

  rest(): Buffer | undefined {
    const line = this.next()
    if (line || this.#partial.length === 0) return line
    if (this.#partial.length > this.#maxBytes) throw this.#tooLong()
    this.#ending = NO_ENDING
    return this.#whole(NO_ENDING)
  }

  encode(message: Buffer): Buffer {
    return Buffer.concat([message, this.#ending])
  }

  release(): Buffer[] {
    const chunks = [...this.#partial.release(), this.#chunk, ...this.#unread.release()]
    this.#chunk = NO_ENDING
    this.buffered = 0
    return chunks.filter(({ length }) => length > 0)
  }

  #keepPartial(): void {
    if (this.#chunk.length === 0) return
    this.#partial.push(this.#chunk)
    this.#chunk = NO_ENDING
    // A CR at the very end may still become part of the ending.
    if (this.#partial.length > this.#maxBytes + 1) throw this.#tooLong()
  }

  #line(end: number): Buffer {
    const head = this.#chunk.subarray(0, end + 1)
    this.#chunk = this.#chunk.subarray(end + 1)
    const line = this.#whole(head)
    const cut = line.at(-2) === CR ? 2 : 1
    if (line.length - cut > this.#maxBytes) throw this.#tooLong()
    this.#ending = line.subarray(line.length - cut)
    return line.subarray(0, line.length - cut)
  }

  /** What waited, and its end. */
  #whole(tail: Buffer): Buffer {
    this.buffered -= this.#partial.length + tail.length
    if (this.#partial.length === 0) return tail
    this.#partial.push(tail)
    return this.#partial.take(this.#partial.length)
  }

  #tooLong(): FramingError {
    return new FramingError(`a line is longer than ${this.#maxBytes} bytes`)
  }
}
