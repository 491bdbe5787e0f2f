/** Which way bytes went: `in` from the peer, `out` to it. */
export type Direction = 'in' | 'out'

/**
 * Captured bytes on their way from an engine to the disk. They travel apart from the journal's text: as bytes they cost
 * a copy, as text a third more room and a parser's time, and a burst of them must not delay what happened.
 */
export type CaptureBatch = {
  /** The bytes of all chunks, one after the other. */
  bytes: Uint8Array
  /** JSON: the chunks in the order in which they passed. */
  chunks: string
  /** JSON: where messages ended. */
  ends: string
}

/**
 * `ordinal` counts the chunks of a connection, both ways together; `at` is in microseconds since the epoch and never
 * goes back within a connection; `offset` is how many bytes went the same way before, captured or not.
 */
export type ChunkValues = [
  connectionId: string,
  ordinal: number,
  at: number,
  direction: Direction,
  offset: number,
  length: number,
]

/** `end` is the offset of the first byte after the message. */
export type EndValues = [connectionId: string, direction: Direction, end: number]
