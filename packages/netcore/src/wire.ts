/**
 * What became of bytes given to a wire: `taken`; `slow`, taken but the peer does not keep up, so wait for
 * `Connection.wireDrained`; `withheld`, not sent because a rule of the transport forbids it.
 */
export type WriteOutcome = 'taken' | 'slow' | 'withheld'

/** What a connection needs of the socket under it. A transport implements it. */
export interface Wire {
  write(data: Buffer): WriteOutcome
  /** For bytes that answer nothing the peer sent; a wire without it makes no difference between the two. */
  writeUnasked?(data: Buffer): WriteOutcome
  /** Stops and resumes reading; the kernel's window does the rest. */
  pause(): void
  resume(): void
  /** Sends what is still waiting, then ends our side. */
  end(): void
  /** Cuts at once. `Connection.wireClosed` follows from either. */
  destroy(): void
  /** A limit of bandwidth holds bytes back now, one way or the other. */
  readonly isThrottled?: boolean
  /** Bytes taken by `write` that the kernel does not have yet. */
  readonly unsentBytes: number
}
