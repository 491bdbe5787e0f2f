const LF = 0x0a
const CR = 0x0d
const NOTHING = Buffer.alloc(0)

/** Takes the line ending (LF or CR LF) off a stream that begins with one, however the stream is cut. */
export class LateLineEnding {
  #heldCr: Buffer = NOTHING
  #isOver = false

  /** What is left of the chunk. */
  take(chunk: Buffer): Buffer {
    if (this.#isOver || chunk.length === 0) return chunk
    const start = this.#heldCr.length > 0 ? Buffer.concat([this.#heldCr, chunk]) : chunk
    this.#heldCr = NOTHING
    if (start.length === 1 && start[0] === CR) {
      this.#heldCr = start
      return NOTHING
    }
    this.#isOver = true
    if (start[0] === LF) return start.subarray(1)
    return start[0] === CR && start[1] === LF ? start.subarray(2) : start
  }

  /** What is left when the stream has ended: a CR that no LF followed. */
  rest(): Buffer {
    const rest = this.#heldCr
    this.#heldCr = NOTHING
    return rest
  }
}
