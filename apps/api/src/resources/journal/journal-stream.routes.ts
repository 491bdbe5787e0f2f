import { finished } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { callerOf } from '../../access/caller.ts'
import { EventStream } from '../../live/event-stream.ts'
import { toApiError } from '../../plugins/problems.ts'
import { invalid, presentProblem } from '../../problem.ts'
import { problems } from '../documented.ts'
import { FilterText } from '../filter-query.ts'

const Seq = Type.Integer({
  minimum: 0,
  description: 'The newest seq the client has; without it, what is new.',
})

const Query = Type.Object(
  {
    after: Type.Optional(Seq),
    filter: Type.Optional(FilterText),
    service: Type.Optional(
      Type.String({ maxLength: 64, description: 'Only entries of the service with this id.' }),
    ),
  },
  { additionalProperties: false },
)

const Headers = Type.Object({
  'last-event-id': Type.Optional(
    Type.String({ description: 'As `after`, and before it: what an EventSource sends when it comes back.' }),
  ),
})

const events = Type.Unsafe<unknown>({
  description:
    'Server-sent events without end. `entry`: an entry as JSON, its `seq` as the id. `gap`: the reader was too slow for ' +
    'the entries from `from` to `to`, which `GET /journal?after=` has. `problem`: what ended it.',
  content: { 'text/event-stream': { schema: { type: 'string' } } },
})

type Options = {
  /** Milliseconds between two comments. */
  heartbeatMs?: number
}

export const journalStreamRoutes: FastifyPluginAsyncTypebox<Options> = async (
  app,
  { heartbeatMs = 30_000 },
) => {
  const streams = new Set<EventStream>()
  app.addHook('preClose', async () => streams.forEach((stream) => stream.end()))

  app.route({
    method: 'GET',
    url: '/journal/stream',
    config: { role: 'viewer', scoped: true },
    exposeHeadRoute: false,
    schema: {
      tags: ['journal'],
      operationId: 'streamJournal',
      summary: 'Follows the journal as server-sent events, in order and without holes or repeats',
      querystring: Query,
      headers: Headers,
      response: { 200: events, ...problems('validation-failed', 'store-unavailable') },
    },
    handler: async (request, reply) => {
      const { headers, id, log } = request
      const { after, ...query } = request.query
      const { raw: response } = reply
      const since = lastEventId(headers['last-event-id']) ?? after
      const stream = new EventStream({ response, headers: reply.getHeaders(), heartbeatMs })
      const wanted = { ...query, ...(since !== undefined && { since }) }
      const subscription = app.topics.followJournal(stream, wanted, callerOf(request).services)
      reply.hijack()
      streams.add(stream)
      finished(response, () => {
        subscription.end()
        streams.delete(stream)
      })
      void subscription.start().catch((error: unknown) => {
        log.error(error, 'event stream')
        stream.fail(presentProblem(toApiError(error), id))
      })
    },
  })
}

/** Throws `validation-failed`. */
function lastEventId(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  const seq = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(seq)) return seq
  const message = `${JSON.stringify(text)} is not a seq: send the id of the last event, or none.`
  throw invalid([{ path: '/last-event-id', message }])
}
