import { ByteQueue } from './byte-queue.ts'
import type { Decoder } from './decoder.ts'
import { FramingError } from './framing-error.ts'

type LengthPrefix = {
  /** How many bytes the length has. */
  bytes: 1 | 2 | 4
  endian: 'big' | 'little'
  /** Bytes of the longest message. */
  maxBytes: number
}

/** Each message comes behind its length, an unsigned number. A length above `maxBytes` is refused as soon as it is read. */
export class LengthPrefixedDecoder implements Decoder {
  readonly #format: LengthPrefix
  readonly #waiting = new ByteQueue()
  /** The length that was read, whose message is still on its way. */
  #prefix: Buffer | undefined

  constructor(format: LengthPrefix) {
    this.#format = format
  }

  get buffered(): number {
    return (this.#prefix?.length ?? 0) + this.#waiting.length
  }

  push(chunk: Buffer): void {
    this.#waiting.push(chunk)
  }

  next(): Buffer | undefined {
    const { bytes, maxBytes } = this.#format
    if (!this.#prefix && this.#waiting.length < bytes) return undefined
    this.#prefix ??= this.#waiting.take(bytes)
    const length = this.#lengthIn(this.#prefix)
    if (length > maxBytes)
      throw new FramingError(`a message of ${length} bytes is announced, longer than ${maxBytes}`)
    if (this.#waiting.length < length) return undefined
    this.#prefix = undefined
    return this.#waiting.take(length)
  }

  rest(): Buffer | undefined {
    const message = this.next()
    if (message || this.buffered === 0) return message
    const [wanted, of] = this.#prefix
      ? [this.#lengthIn(this.#prefix), 'message']
      : [this.#format.bytes, 'length']
    throw new FramingError(`the peer ended after ${this.#waiting.length} of ${wanted} bytes of a ${of}`)
  }

  encode(message: Buffer): Buffer {
    const { bytes, endian } = this.#format
    const most = 2 ** (8 * bytes) - 1
    if (message.length > most)
      throw new FramingError(
        `a reply of ${message.length} bytes does not fit a length of ${bytes} bytes, which says ${most} at most`,
      )
    const framed = Buffer.allocUnsafe(bytes + message.length)
    if (endian === 'big') framed.writeUIntBE(message.length, 0, bytes)
    else framed.writeUIntLE(message.length, 0, bytes)
    framed.set(message, bytes)
    return framed
  }

  release(): Buffer[] {
    const chunks = [...(this.#prefix ? [this.#prefix] : []), ...this.#waiting.release()]
    this.#prefix = undefined
    return chunks
  }

  #lengthIn(prefix: Buffer): number {
    const { bytes, endian } = this.#format
    return endian === 'big' ? prefix.readUIntBE(0, bytes) : prefix.readUIntLE(0, bytes)
  }
}
