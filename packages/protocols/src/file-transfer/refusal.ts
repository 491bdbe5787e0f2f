/** Why a file was refused or broken off; README.md tells of each. */
export const REFUSAL_CODES = [
  'header-length',
  'header-not-json',
  'header-too-deep',
  'header-key',
  'header-field',
  'name-not-allowed',
  'not-permitted',
  'file-too-large',
  'quota-reached',
  'file-exists',
  'not-found',
  'offset-wrong',
  'sha256-mismatch',
  'incomplete',
  'too-slow',
  'disk-full',
  'disk-failed',
  'store-unavailable',
  'connection-lost',
] as const
export type RefusalCode = (typeof REFUSAL_CODES)[number]

/** For these the peer is to blame; the others may be due to the network, to this machine, or to other callers. */
export const BLAMED: ReadonlySet<RefusalCode> = new Set([
  'header-length',
  'header-not-json',
  'header-too-deep',
  'header-key',
  'header-field',
  'name-not-allowed',
  'not-permitted',
  'file-too-large',
  'offset-wrong',
  'sha256-mismatch',
])

/** A considered no to what the peer wants. `message` names the field, the value and the remedy. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode

  constructor(code: RefusalCode, message: string) {
    super(message)
    this.code = code
  }
}

/** A value as messages show it: quoted, and not longer than people read. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 100 ? `${text.slice(0, 99)}…` : text
}
