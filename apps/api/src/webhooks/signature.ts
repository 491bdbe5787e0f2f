import { createHmac, randomBytes } from 'node:crypto'

const PREFIX = 'whsec_'
const SECRET_BYTES = 32

/** A new secret in the form of Standard Webhooks. */
export const generateSecret = () => PREFIX + randomBytes(SECRET_BYTES).toString('base64')

/** Why this is no secret; null: it is one. */
export function secretProblem(secret: string): string | null {
  const base64 = secret.slice(PREFIX.length)
  const bytes = Buffer.from(base64, 'base64')
  const isWhole = secret.startsWith(PREFIX) && bytes.toString('base64') === base64
  if (isWhole && bytes.length >= 24 && bytes.length <= 64) return null
  return 'is no secret: whsec_ and 24 to 64 random bytes in Base64 are, as "whsec_$(openssl rand -base64 32)"'
}

/**
 * The headers that prove who sent it, as https://www.standardwebhooks.com says: HMAC-SHA-256 over
 * `id.timestamp.body`. `at`: milliseconds since the epoch.
 */
export function signatureHeaders(secret: string, { id, at, body }: { id: string; at: number; body: string }) {
  const timestamp = String(Math.floor(at / 1000))
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
