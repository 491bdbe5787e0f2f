import { Type, type Static } from 'typebox'
import { NewPassword, Username } from './password.ts'

/** That there is no user yet, so that the first one can be made. */
export const Setup = Type.Object({ needed: Type.Literal(true) }, { $id: 'Setup' })
export type Setup = Static<typeof Setup>

/** Makes the first user, an admin. */
export const SetupInput = Type.Object(
  {
    code: Type.String({
      minLength: 1,
      maxLength: 64,
      writeOnly: true,
      title: 'Setup code',
      description: 'From the log of the manager; case and dashes do not matter.',
      examples: ['7Q4K-M2ZX-9B1T-W0CE-H5RD-3PN8'],
    }),
    username: Username,
    password: NewPassword,
  },
  { additionalProperties: false },
)
export type SetupInput = Static<typeof SetupInput>
