import type { NamedSecret } from './named-secret.ts'
import type { SchemeName } from './scheme.ts'

/**
 * What a peer on TCP or Unix has to prove before the protocol gets it: that it knows one of the secrets.
 *
 *     server → 32 random bytes, fresh for each connection
 *     client → the digest of secret and bytes in lower-case hexadecimal; one LF or CR LF may follow
 *     server → `accepted`, then what the protocol says; or it closes without a byte
 */
export type Challenge = {
  scheme: SchemeName
  secrets: NamedSecret[]
  /** Milliseconds in all, from the first byte sent to the last one read. */
  timeoutMs: number
  /** Sent to a peer that has answered right, as it is; may be empty. */
  accepted: string
}
