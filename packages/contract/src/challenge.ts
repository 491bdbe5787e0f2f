import { Type, type Static } from 'typebox'

/** How the 32 bytes a peer is sent, and the secret it knows, become the digest it answers. */
export const ChallengeScheme = Type.Union(
  [
    Type.Literal('hmac-sha256', { title: 'HMAC-SHA-256' }),
    Type.Literal('sha1-prefix', { title: 'SHA-1 prefix (for old clients only)' }),
  ],
  {
    default: 'hmac-sha256',
    description:
      'hmac-sha256: HMAC with the secret as key. sha1-prefix: SHA-1 of the secret and the bytes, for old clients only.',
  },
)
export type ChallengeScheme = Static<typeof ChallengeScheme>

const SecretName = Type.String({
  pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N} ._@-]{0,62}$',
  minLength: 1,
  maxLength: 63,
  description:
    'Who knows the secret; becomes the identity of a connection. Letters, digits, blank and . _ @ -',
})

const Secret = Type.String({
  pattern: '^\\P{Cs}+$',
  minLength: 1,
  maxLength: 256,
  writeOnly: true,
  description: '1 to 256 characters, taken as UTF-8; 16 or more at random cannot be guessed.',
})

const timeoutMs = Type.Integer({
  minimum: 100,
  maximum: 30_000,
  default: 10_000,
  title: 'Time to answer (ms)',
  description: 'From the first byte sent to the last one read, whatever the peer does meanwhile.',
})

const accepted = Type.String({
  maxLength: 1024,
  default: 'hello',
  title: 'Said when accepted',
  description: 'Sent to a peer that has answered right, before the protocol begins; no line ending is added.',
})

/** A secret as it is sent. null keeps the one on record under the same name. */
const SecretInput = Type.Object(
  {
    name: SecretName,
    secret: Type.Union([Secret, Type.Null()], {
      writeOnly: true,
      description: 'Never read back. null keeps the secret on record under this name.',
    }),
  },
  { additionalProperties: false },
)

/** What peers on TCP and Unix have to prove before the protocol gets them. */
export const ChallengeInput = Type.Object(
  {
    scheme: Type.Optional(ChallengeScheme),
    secrets: Type.Array(SecretInput, {
      minItems: 1,
      maxItems: 20,
      description: 'Who may pass. The one whose secret fits becomes the identity of the connection.',
    }),
    timeoutMs: Type.Optional(timeoutMs),
    accepted: Type.Optional(accepted),
  },
  {
    additionalProperties: false,
    title: 'Ask for a secret first',
    description:
      'Peers get 32 random bytes and have to answer with a digest of them and a secret. Not for UDP.',
  },
)
export type ChallengeInput = Static<typeof ChallengeInput>

/** The same as it is read: secrets by their names alone. */
export const Challenge = Type.Object({
  scheme: ChallengeScheme,
  secrets: Type.Array(Type.Object({ name: Type.String(), secret: Type.Null() })),
  timeoutMs,
  accepted,
})
export type Challenge = Static<typeof Challenge>
