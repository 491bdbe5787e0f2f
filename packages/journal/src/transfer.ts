/** A file on its way over a connection, as those who watch see it. */
export type Transfer = {
  /** What the peer calls the file: for display, never a path. */
  name: string
  direction: 'in' | 'out'
  /** How much of the file has come or gone, what an earlier try brought included. */
  bytes: number
  expectedBytes: number
}
