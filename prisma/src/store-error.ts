export type StoreErrorCode =
  | 'name-taken'
  | 'not-found'
  | 'invalid-url'
  | 'unwritable'
  | 'corrupt'
  | 'schema-newer'
  | 'schema-conflict'
  | 'rejected'
  | 'unavailable'

/** What the store could not do: a code to map, and one line that names what is concerned and the remedy. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
