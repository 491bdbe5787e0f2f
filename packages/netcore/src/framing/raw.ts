import type { Decoder } from './decoder.ts'

/** Each read is a message; reads longer than `maxBytes` are cut. */
export class RawDecoder implements Decoder {
  readonly #maxBytes: number
  readonly #chunks: Buffer[] = []
  buffered = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.buffered += chunk.length
  }

  next(): Buffer | undefined {
    const chunk = this.#chunks.shift()
    if (!chunk) return undefined
    const message = chunk.length > this.#maxBytes ? chunk.subarray(0, this.#maxBytes) : chunk
    if (message !== chunk) this.#chunks.unshift(chunk.subarray(this.#maxBytes))
    this.buffered -= message.length
    return message
  }

  rest(): Buffer | undefined {
    return this.next()
  }

  encode(message: Buffer): Buffer {
    return message
  }

  release(): Buffer[] {
    this.buffered = 0
    return this.#chunks.splice(0)
  }
}
