/** Chunks smaller than this (bytes) are gathered into blocks; larger ones are kept as they are. */
const SMALL = 512
/** A block has room for as much as waits already, within these bounds (bytes). */
const SMALLEST_BLOCK = 64
const LARGEST_BLOCK = 4096

/**
 * Bytes that wait, in the order in which they came. Small chunks are gathered, so that a peer that sends byte by byte
 * takes no more memory than one that sends the same at once.
 */
export class ByteQueue {
  #chunks: Buffer[] = []
  /** Where small chunks are gathered; the last of `#chunks` grows into it. */
  #block = Buffer.alloc(0)
  #used = 0
  length = 0

  push(chunk: Buffer): void {
    if (chunk.length === 0) return
    if (chunk.length < SMALL && this.length > 0) this.#gather(chunk)
    else this.#chunks.push(chunk)
    this.length += chunk.length
  }

  /** What came in one piece, or `most` bytes of it; undefined when nothing waits. */
  takeSome(most = Infinity): Buffer | undefined {
    const first = this.#chunks[0]
    return first && this.take(Math.min(first.length, most))
  }

  /** The next `bytes` bytes, of which there must be as many. Copies only what came in pieces. */
  take(bytes: number): Buffer {
    let missing = bytes
    let whole = 0
    for (const { length } of this.#chunks) {
      if (length > missing) break
      missing -= length
      whole++
    }
    const parts = this.#chunks.splice(0, whole)
    if (missing > 0) parts.push(this.#cutFirst(missing))
    this.length -= bytes
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts, bytes)
  }

  /** Gives everything up. */
  release(): Buffer[] {
    this.length = 0
    return this.#chunks.splice(0)
  }

  #gather(chunk: Buffer): void {
    const last = this.#chunks.at(-1)
    const grows = last?.buffer === this.#block.buffer && this.#used + chunk.length <= this.#block.length
    if (!grows) {
      const room = Math.max(SMALLEST_BLOCK, chunk.length, Math.min(this.length, LARGEST_BLOCK))
      this.#block = Buffer.allocUnsafeSlow(room)
      this.#used = 0
    }
    const start = grows ? last.byteOffset : 0
    this.#block.set(chunk, this.#used)
    this.#used += chunk.length
    const grown = this.#block.subarray(start, this.#used)
    if (grows) this.#chunks[this.#chunks.length - 1] = grown
    else this.#chunks.push(grown)
  }

  #cutFirst(bytes: number): Buffer {
    const [first = Buffer.alloc(0)] = this.#chunks
    this.#chunks[0] = first.subarray(bytes)
    return first.subarray(0, bytes)
  }
}
