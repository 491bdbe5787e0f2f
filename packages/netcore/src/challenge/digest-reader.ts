/** `waiting`: for more bytes. `rejected`: no byte that could follow would make it right. */
export type Reading =
  | { kind: 'waiting' }
  | { kind: 'complete'; digest: Buffer; hasEnding: boolean }
  | { kind: 'rejected'; reason: 'wrong' | 'too-long' }

const LOWER_HEX = /^[0-9a-f]*$/
const LONGEST_ENDING = 2

/**
 * Reads one digest in lower-case hexadecimal, and the line ending (LF or CR LF) if it comes with it. What is read in
 * one piece belongs together: a byte beyond the ending is one too many.
 */
export class DigestReader {
  readonly #characters: number
  #text = ''

  /** `bytes`: how long the digest is, before it was written in hexadecimal. */
  constructor(bytes: number) {
    this.#characters = bytes * 2
  }

  push(chunk: Buffer): Reading {
    // One more than could be right is enough to tell, however long the chunk is.
    const room = this.#characters + LONGEST_ENDING + 1 - this.#text.length
    this.#text += chunk.toString('latin1', 0, room)
    const digest = this.#text.slice(0, this.#characters)
    if (!LOWER_HEX.test(digest)) return { kind: 'rejected', reason: 'wrong' }
    if (digest.length < this.#characters) return { kind: 'waiting' }
    return this.#judgeEnding(digest, this.#text.slice(this.#characters))
  }

  #judgeEnding(digest: string, ending: string): Reading {
    switch (ending) {
      case '':
      case '\n':
      case '\r\n':
        return { kind: 'complete', digest: Buffer.from(digest, 'hex'), hasEnding: ending !== '' }
      case '\r':
        return { kind: 'waiting' }
      default:
        return { kind: 'rejected', reason: 'too-long' }
    }
  }
}
