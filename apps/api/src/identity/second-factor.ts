import { Secret, TOTP } from 'otpauth'

/** What every authenticator app understands (RFC 6238): SHA-1, six digits, thirty seconds, 160 bits. */
const FORM = { issuer: 'Switchboard', algorithm: 'SHA1', digits: 6, period: 30 } as const
const SECRET_BYTES = 20

/** Steps that a clock may be ahead or behind. */
const WINDOW = 1

/** A new secret in base32. */
export const newSecondFactor = (): string => new Secret({ size: SECRET_BYTES }).base32

/** The secret as `otpauth://…`, which apps read from a QR code. */
export const secondFactorUri = (secret: string, username: string): string =>
  new TOTP({ ...FORM, label: username, secret }).toString()

/**
 * The time step a code belongs to, which must be newer than the last one used: no code works twice. null: it is wrong.
 * `now`: milliseconds since the epoch.
 */
export function usedStep(secret: string, code: string, lastStep: number, now = Date.now()): number | null {
  const token = code.replaceAll(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return null
  const totp = new TOTP({ ...FORM, secret })
  const delta = totp.validate({ token, timestamp: now, window: WINDOW })
  if (delta === null) return null
  const step = Math.floor(now / (FORM.period * 1000)) + delta
  return step > lastStep ? step : null
}
