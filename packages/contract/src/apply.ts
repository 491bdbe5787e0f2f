import { Type, type Static } from 'typebox'
import { nullable } from './nullable.ts'
import { ServiceInput } from './service.ts'

/** The whole set of services that is wished for. Services are the same when they have the same name. */
export const ApplyInput = Type.Object(
  {
    services: Type.Array(ServiceInput, { maxItems: 10_000 }),
    prune: Type.Optional(
      Type.Boolean({ default: false, description: 'Delete the services that are not named.' }),
    ),
  },
  { additionalProperties: false },
)
export type ApplyInput = Static<typeof ApplyInput>

/** What is done, or would be done, with one service. */
export const ApplyChange = Type.Object({
  action: Type.Enum(['create', 'update', 'delete', 'unchanged']),
  name: Type.String(),
  id: nullable(Type.String(), { description: 'null while it is only planned to be created.' }),
  fields: Type.Array(Type.String(), {
    description: 'What an update changes, such as `limits.maxConnections`; empty for the others.',
  }),
})
export type ApplyChange = Static<typeof ApplyChange>

export const ApplyPlan = Type.Object(
  { changes: Type.Array(ApplyChange), dryRun: Type.Boolean({ description: 'Nothing was done.' }) },
  { $id: 'ApplyPlan' },
)
export type ApplyPlan = Static<typeof ApplyPlan>
