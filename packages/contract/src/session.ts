import { Type, type Static } from 'typebox'
import { Role } from './role.ts'

/** Signs in with the admin token. */
export const SessionInput = Type.Object(
  {
    token: Type.String({
      minLength: 1,
      maxLength: 4096,
      writeOnly: true,
      description: 'The value of SWITCHBOARD_ADMIN_TOKEN.',
    }),
  },
  { additionalProperties: false },
)
export type SessionInput = Static<typeof SessionInput>

/** Who is calling. `open`: no token is set up, so this machine's users need none. */
export const Session = Type.Object(
  {
    authenticated: Type.Literal(true),
    role: Role,
    method: Type.Enum(['open', 'token', 'session']),
  },
  { $id: 'Session' },
)
export type Session = Static<typeof Session>
