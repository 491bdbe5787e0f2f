import type { Decoder } from './decoder.ts'

/** A datagram is one message whatever the framing, the empty one too. */
export class DatagramDecoder implements Decoder {
  readonly #datagrams: Buffer[] = []
  readonly #onTaken: (datagram: Buffer) => void
  buffered = 0

  /** `onTaken` is called with each datagram as the handler gets it. */
  constructor(onTaken: (datagram: Buffer) => void) {
    this.#onTaken = onTaken
  }

  /** Datagrams that wait for the handler. */
  get waiting(): number {
    return this.#datagrams.length
  }

  push(datagram: Buffer): void {
    this.#datagrams.push(datagram)
    this.buffered += datagram.length
  }

  next(): Buffer | undefined {
    const datagram = this.#datagrams.shift()
    if (!datagram) return undefined
    this.buffered -= datagram.length
    this.#onTaken(datagram)
    return datagram
  }

  rest(): Buffer | undefined {
    return this.next()
  }

  encode(message: Buffer): Buffer {
    return message
  }

  release(): Buffer[] {
    this.buffered = 0
    return this.#datagrams.splice(0)
  }
}
