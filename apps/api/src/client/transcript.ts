import type { ClientSendResult } from '@switchboard/contract'

/** So many pieces are kept apart: one byte at a time would make an answer a hundred times as long as what was heard. */
const MOST_PIECES = 10_000

/** What was said and heard in one talk, with its times in milliseconds since it began. */
export class Transcript {
  readonly sent: ClientSendResult['sent'] = []
  readonly #heard: { atMs: number; bytes: Buffer }[] = []
  readonly #begun = performance.now()
  #room: number

  constructor(maxBytes: number) {
    this.#room = maxBytes
  }

  /** Since it began, to a hundredth of a millisecond. */
  now(): number {
    return Math.round((performance.now() - this.#begun) * 100) / 100
  }

  said({ length }: Uint8Array): void {
    this.sent.push({ atMs: this.now(), bytes: length })
  }

  /** Answers whether there is room for more. What is too much is cut off. */
  heard(bytes: Buffer): boolean {
    this.#heard.push({ atMs: this.now(), bytes: bytes.subarray(0, this.#room) })
    this.#room = Math.max(0, this.#room - bytes.length)
    return this.#room > 0 && this.#heard.length < MOST_PIECES
  }

  get received(): ClientSendResult['received'] {
    return this.#heard.map(({ atMs, bytes }) => ({ atMs, base64: bytes.toString('base64') }))
  }

  /** All that came, one piece after the other. */
  all(): Buffer {
    return Buffer.concat(this.#heard.map(({ bytes }) => bytes))
  }
}
