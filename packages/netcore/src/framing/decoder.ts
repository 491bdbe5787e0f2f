/** Finds the messages in what was read, one at a time, and frames the replies alike. */
export interface Decoder {
  /** Bytes taken in and not yet handed out. */
  readonly buffered: number
  push(chunk: Buffer): void
  /** The next whole message, or undefined until more was pushed. Throws FramingError on one that is too long. */
  next(): Buffer | undefined
  /** What is left when the peer has ended its side, as a last message; undefined if nothing is. */
  rest(): Buffer | undefined
  /** A reply, framed like the message that `next` handed out last. */
  encode(message: Buffer): Buffer
  /** Gives up what was taken in and not yet handed out, for another decoder to go on with. */
  release(): Buffer[]
}
