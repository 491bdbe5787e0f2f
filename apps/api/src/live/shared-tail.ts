/** The end of a message that many readers get. Their heads are mostly the same, too: each message is made into bytes once. */
export class SharedTail {
  readonly #tail: string
  readonly #messages = new Map<string, Buffer>()

  constructor(tail: string) {
    this.#tail = tail
  }

  after(head: string): Buffer {
    const known = this.#messages.get(head)
    if (known) return known
    const message = Buffer.from(head + this.#tail)
    this.#messages.set(head, message)
    return message
  }
}
