import { Type, type Static } from 'typebox'
import { nullable } from './nullable.ts'
import { Timestamp } from './page.ts'
import { Role } from './role.ts'
import { ServiceScope } from './session.ts'

const TokenName = Type.String({
  pattern: '^\\P{C}+$',
  minLength: 1,
  maxLength: 64,
  title: 'Name',
  description: 'What it is for; shown where its deeds are told.',
  examples: ['nightly report'],
})

const expiresAt = nullable(Timestamp, { description: 'From then on it is refused; null: never.' })

/** A token for programs: `Authorization: Bearer sb_…`. */
export const ApiToken = Type.Object(
  {
    id: Type.String({ examples: ['tok_01KAJ3V5Q8D5W3M9X0Z2Y4T6R7'] }),
    name: Type.String(),
    role: Role,
    services: ServiceScope,
    createdAt: Timestamp,
    createdBy: Type.String({ description: 'Who made it, by the name of that time.' }),
    expiresAt,
    lastUsedAt: nullable(Timestamp, {
      description: 'Within a minute or so; null for one that was never used.',
    }),
  },
  { $id: 'ApiToken' },
)
export type ApiToken = Static<typeof ApiToken>

export const ApiTokenInput = Type.Object(
  {
    name: TokenName,
    role: Role,
    services: Type.Optional(
      nullable(Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { minItems: 1, maxItems: 500 }), {
        description:
          'Ids of the only services it may see and, by its role, control; null or left out: all. ' +
          'With it, users, tokens, settings and backups are out of reach, and no service can be created.',
      }),
    ),
    expiresAt: Type.Optional(expiresAt),
  },
  { additionalProperties: false },
)
export type ApiTokenInput = Static<typeof ApiTokenInput>

/** A token that was just made. */
export const NewApiToken = Type.Object(
  {
    ...ApiToken.properties,
    secret: Type.String({ description: 'The token itself, `sb_…`: shown this once.' }),
  },
  { $id: 'NewApiToken' },
)
export type NewApiToken = Static<typeof NewApiToken>
