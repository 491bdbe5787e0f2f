/** What is kept of what is said: nothing, the first bytes of each direction of a connection, or all of it. */
export type CaptureSettings = {
  mode: 'off' | 'first' | 'full'
  /** For `first`: so many bytes each way, counted from when capture is switched on. */
  maxBytesPerConnection: number
}
