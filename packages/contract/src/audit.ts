import { Type, type Static } from 'typebox'
import { nullable } from './nullable.ts'
import { PageQuery, Timestamp } from './page.ts'
import { Role } from './role.ts'

const NullableString = nullable(Type.String())

/** A setting that is different now; what is secret is shown as `•••`. */
export const AuditChange = Type.Object({
  field: Type.String({ examples: ['limits.maxConnections'] }),
  before: Type.Unknown({ description: 'null: it was not there.' }),
  after: Type.Unknown({ description: 'null: it is not there any more.' }),
})
export type AuditChange = Static<typeof AuditChange>

/** Who changed what, from where. Entries are never changed and never deleted. */
export const AuditEntry = Type.Object(
  {
    seq: Type.Integer({ minimum: 1 }),
    at: Timestamp,
    action: Type.String({
      description: 'A noun and what was done to it.',
      examples: ['service.update', 'session.rejected'],
    }),
    actor: Type.Object({
      name: nullable(Type.String(), {
        description: 'By the name of that time. Of a rejected sign-in: the name that was tried.',
      }),
      role: nullable(Role),
      method: nullable(Type.Enum(['token', 'session']), { description: 'null: nobody was signed in.' }),
      userId: NullableString,
      tokenId: NullableString,
      address: nullable(Type.String(), { description: 'Where the request came from.' }),
    }),
    target: nullable(Type.Object({ id: NullableString, name: NullableString })),
    changes: Type.Array(AuditChange),
    requestId: Type.String(),
  },
  { $id: 'AuditEntry' },
)
export type AuditEntry = Static<typeof AuditEntry>

const filters = {
  actor: Type.Optional(Type.String({ maxLength: 128, description: 'A name, or the id of a user or token.' })),
  action: Type.Optional(
    Type.String({
      pattern: '^[a-z-]+(\\.[a-z-]*)?$',
      maxLength: 64,
      description: '`service.update`; `service.` stands for all that begins with it.',
    }),
  ),
  target: Type.Optional(
    Type.String({ maxLength: 256, description: 'The id or the name of what was changed.' }),
  ),
  since: Type.Optional(
    Type.String({ format: 'date-time', description: 'From then on.', examples: ['2026-11-21T00:00:00Z'] }),
  ),
  until: Type.Optional(Type.String({ format: 'date-time', description: 'Before then.' })),
}

export const AuditFilter = Type.Object(filters, { additionalProperties: false })
export type AuditFilter = Static<typeof AuditFilter>

export const AuditQuery = Type.Object(
  { ...PageQuery.properties, ...filters },
  { additionalProperties: false },
)
export type AuditQuery = Static<typeof AuditQuery>
