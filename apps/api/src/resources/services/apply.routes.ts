import { ApplyInput, ApplyPlan, type ApplyChange } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { toApiError } from '../../plugins/problems.ts'
import { presentProblem } from '../../problem.ts'
import { answer, problems } from '../documented.ts'
import type { AppliedChange } from './service-applier.ts'

/** Some ten thousand services with few settings each. */
const LARGEST_BYTES = 4 * 1024 * 1024

const Query = Type.Object(
  { dryRun: Type.Boolean({ default: false, description: 'Only tell what would be done.' }) },
  { additionalProperties: false },
)

/** The answer comes when all is done, which a drain can put off for an hour. */
export const applyRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.addHook('onRequest', async (request) => {
    request.socket.setTimeout(0)
  })

  app.route({
    method: 'PUT',
    url: '/services::apply',
    config: { role: 'admin' },
    bodyLimit: LARGEST_BYTES,
    schema: {
      tags: ['services'],
      operationId: 'applyServices',
      summary: 'Makes the services those of a document',
      description:
        'Creates and changes what the document says, and with `prune` deletes what it does not name; applying it again changes nothing. ' +
        'A document that is wrong anywhere is refused as a whole. What fails later is told by the `error` of its change, and the rest goes on: ' +
        'the answer is 200 all the same, and `failed` counts them.',
      querystring: Query,
      body: ApplyInput,
      response: {
        200: answer(ApplyPlan, 'What was done, or with `dryRun` would be.'),
        ...problems(
          ...(['validation-failed', 'payload-too-large', 'unsupported-media-type'] as const),
          ...(['secrets-unavailable', 'store-unavailable'] as const),
        ),
      },
    },
    handler: async ({ id: requestId, body, query: { dryRun } }) => {
      const changes = dryRun ? await app.applier.plan(body) : await app.applier.apply(body)
      const failed = changes.filter(({ error }) => error !== null).length
      return { changes: changes.map((change) => presentChange(change, requestId)), failed, dryRun }
    },
  })
}

function presentChange(change: AppliedChange, requestId: string): ApplyChange {
  const { action, service, settings, fields, restarts, error } = change
  const { name } = settings
  const told = error === null ? {} : { error: presentProblem(toApiError(error), requestId) }
  return { action, name, id: service?.settings.id ?? null, fields, restarts, ...told }
}
