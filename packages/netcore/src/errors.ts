import type { AddressOwner, ListenAddress } from './address.ts'

/** What can go wrong in netcore, by the code that API and dashboard map. `docs/errors.md` lists each with its remedy. */
export type NetcoreErrorCode =
  | 'address-in-use'
  | 'address-not-available'
  | 'address-not-permitted'
  | 'invalid-state'
  | 'invalid-options'
  | 'unknown-protocol'
  | 'unsupported-transport'
  | 'limit-unenforceable'
  | 'secrets-unavailable'
  | 'engine-lost'
  | 'listen-failed'

/** What an error is about, for programs. */
export type NetcoreErrorContext = {
  address?: ListenAddress
  /** The service of ours that holds `address`. */
  owner?: AddressOwner
  /** JSON pointers into the settings, with what is wrong there. */
  errors?: { path: string; message: string }[]
}

/** An error with a code to map, and a message that names the value and the remedy. */
export class NetcoreError extends Error {
  override readonly name = 'NetcoreError'
  readonly code: NetcoreErrorCode
  readonly context: NetcoreErrorContext

  constructor(code: NetcoreErrorCode, message: string, context: NetcoreErrorContext = {}) {
    super(message)
    this.code = code
    this.context = context
  }
}
