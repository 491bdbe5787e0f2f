import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { NamedSecret } from './named-secret.ts'

/** `sha1-prefix` is for old clients only: NIST ends SHA-1 by the end of 2030, and a bare prefix is no MAC. */
export type SchemeName = 'hmac-sha256' | 'sha1-prefix'

/** How secret and challenge become a digest of so many bytes. */
export type Scheme = { bytes: number; digest(secret: string, challenge: Buffer): Buffer }

/** HMAC as RFC 2104 has it; `sha1-prefix` is the SHA-1 of secret and challenge, one after the other. */
export const SCHEMES: Record<SchemeName, Scheme> = {
  'hmac-sha256': {
    bytes: 32,
    digest: (secret, challenge) => createHmac('sha256', secret).update(challenge).digest(),
  },
  'sha1-prefix': {
    bytes: 20,
    digest: (secret, challenge) => createHash('sha1').update(secret).update(challenge).digest(),
  },
}

/** The first secret that the digest fits. Each one is tried, so that the time tells nothing about which one it was. */
export function fittingSecret(
  { digest }: Scheme,
  secrets: readonly NamedSecret[],
  challenge: Buffer,
  given: Buffer,
): NamedSecret | undefined {
  const fits = secrets.map(({ secret }) => isSameDigest(given, digest(secret, challenge)))
  return secrets[fits.indexOf(true)]
}

/** In a time that depends on the length alone. Another length is another digest; `timingSafeEqual` would throw. */
export function isSameDigest(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected)
}
