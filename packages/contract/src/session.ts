import { Type, type Static } from 'typebox'
import { nullable } from './nullable.ts'
import { Timestamp } from './page.ts'
import { NewPassword, Password, SecondFactorCode, Username } from './password.ts'
import { Role } from './role.ts'

/** Signs a user in. `code` is needed where the user has a second factor. */
export const PasswordSignIn = Type.Object(
  { username: Username, password: Password, code: Type.Optional(SecondFactorCode) },
  { additionalProperties: false },
)
export type PasswordSignIn = Static<typeof PasswordSignIn>

/** Signs a browser in with a token. */
export const TokenSignIn = Type.Object(
  {
    token: Type.String({
      minLength: 1,
      maxLength: 4096,
      writeOnly: true,
      description: 'The value of SWITCHBOARD_ADMIN_TOKEN, or an API token.',
    }),
  },
  { additionalProperties: false },
)
export type TokenSignIn = Static<typeof TokenSignIn>

export const SessionInput = Type.Union([PasswordSignIn, TokenSignIn])
export type SessionInput = Static<typeof SessionInput>

/** Which services somebody may see and control, by their ids. */
export const ServiceScope = nullable(Type.Array(Type.String()), {
  description: 'Ids of the only services that may be seen and controlled; null for all.',
})

/** Who is calling. */
export const Session = Type.Object(
  {
    authenticated: Type.Literal(true),
    method: Type.Enum(['token', 'session'], { description: 'By a header, or by the cookie.' }),
    role: Role,
    name: Type.String({ description: 'The username, the name of the API token, or `admin token`.' }),
    userId: nullable(Type.String(), {
      description: 'null for tokens and for a browser that signed in with one.',
    }),
    username: nullable(Type.String()),
    services: ServiceScope,
    secondFactor: Type.Boolean({ description: 'Whether the user has a second factor.' }),
    expiresAt: nullable(Timestamp, { description: 'When the session or the token ends at the latest.' }),
  },
  { $id: 'Session' },
)
export type Session = Static<typeof Session>

/** One browser in which the user is signed in. */
export const OwnSession = Type.Object(
  {
    id: Type.String({ examples: ['ses_01KAJ3V5Q8D5W3M9X0Z2Y4T6R7'] }),
    createdAt: Timestamp,
    lastSeenAt: Type.Unsafe<string>({ ...Timestamp, description: 'Within a minute or so.' }),
    address: Type.String({ description: 'From where it signed in.' }),
    userAgent: Type.String({ description: 'What the browser calls itself.' }),
    current: Type.Boolean({ description: 'Whether it is the session that asks.' }),
  },
  { $id: 'OwnSession' },
)
export type OwnSession = Static<typeof OwnSession>

/** All sessions of the user who asks, newest first. */
export const OwnSessions = Type.Object(
  { items: Type.Array(Type.Unsafe<OwnSession>({ $ref: 'OwnSession#' })) },
  { $id: 'OwnSessions' },
)
export type OwnSessions = Static<typeof OwnSessions>

/** The user's own new password. */
export const PasswordChange = Type.Object(
  { current: Password, password: NewPassword },
  { additionalProperties: false },
)
export type PasswordChange = Static<typeof PasswordChange>

/** Confirms with the password what a stolen session alone must not be able to do. */
export const PasswordProof = Type.Object({ password: Password }, { additionalProperties: false })
export type PasswordProof = Static<typeof PasswordProof>

/** A second factor that waits for its first code. */
export const SecondFactorOffer = Type.Object(
  {
    secret: Type.String({ description: 'Base32, to be typed into an authenticator app.' }),
    uri: Type.String({ description: 'The same as `otpauth://…`, for a QR code.' }),
  },
  { $id: 'SecondFactorOffer' },
)
export type SecondFactorOffer = Static<typeof SecondFactorOffer>

/** The first code of a second factor: from now on it is asked for. */
export const SecondFactorInput = Type.Object({ code: SecondFactorCode }, { additionalProperties: false })
export type SecondFactorInput = Static<typeof SecondFactorInput>

/** Each signs in once in place of a code of the app. Shown this once. */
export const RecoveryCodes = Type.Object(
  { recoveryCodes: Type.Array(Type.String(), { minItems: 10, maxItems: 10 }) },
  { $id: 'RecoveryCodes' },
)
export type RecoveryCodes = Static<typeof RecoveryCodes>
