import { Type, type Static } from 'typebox'
import { nullable } from './nullable.ts'
import { Timestamp } from './page.ts'
import { NewPassword, Username } from './password.ts'
import { Role } from './role.ts'

/** Somebody who signs in with name and password. */
export const User = Type.Object(
  {
    id: Type.String({ examples: ['usr_01KAJ3V5Q8D5W3M9X0Z2Y4T6R7'] }),
    username: Type.String(),
    role: Role,
    secondFactor: Type.Boolean({ description: 'Whether sign-in asks for a code, too.' }),
    sessions: Type.Integer({ description: 'In how many browsers the user is signed in.' }),
    createdAt: Timestamp,
    lastSeenAt: nullable(Timestamp, {
      description: 'Within a minute or so; null for one who never signed in.',
    }),
  },
  { $id: 'User' },
)
export type User = Static<typeof User>

export const UserInput = Type.Object(
  { username: Username, password: NewPassword, role: Role },
  { additionalProperties: false },
)
export type UserInput = Static<typeof UserInput>

/** A change: what is left out stays. A new role or password, or the end of a second factor, ends the user's sessions. */
export const UserPatch = Type.Object(
  {
    username: Type.Optional(Username),
    role: Type.Optional(Role),
    password: Type.Optional(NewPassword),
    secondFactor: Type.Optional(
      Type.Literal(false, { description: 'Takes the second factor away, for one who has lost it.' }),
    ),
  },
  { additionalProperties: false },
)
export type UserPatch = Static<typeof UserPatch>
