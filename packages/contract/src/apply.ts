import { Type, type Static } from 'typebox'
import { nullable } from './nullable.ts'
import type { Problem } from './problem.ts'
import { ServiceInput } from './service.ts'

/**
 * The whole set of services that is wished for. Services are the same when they have the same name. What a service
 * leaves out gets its default, except `desired`: a service that is there stays as it is.
 */
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
  restarts: Type.Boolean({
    description: 'The service runs and has to listen anew: open connections are drained, then cut.',
  }),
  error: Type.Optional(
    Type.Unsafe<Problem>({
      $ref: 'Problem#',
      description: 'Why it could not be done, or why the service does not run now. The other changes go on.',
    }),
  ),
})
export type ApplyChange = Static<typeof ApplyChange>

export const ApplyPlan = Type.Object(
  {
    changes: Type.Array(ApplyChange, {
      description: 'In the order of the document; what is deleted comes last.',
    }),
    failed: Type.Integer({ description: 'How many changes have an `error`.' }),
    dryRun: Type.Boolean({ description: 'Nothing was done.' }),
  },
  { $id: 'ApplyPlan' },
)
export type ApplyPlan = Static<typeof ApplyPlan>
