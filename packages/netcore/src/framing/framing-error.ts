/** The stream does not fit the framing; ends the connection as `protocol-error`. */
export class FramingError extends Error {
  override readonly name = 'FramingError'
}
