import { JournalEntry } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { page, problems } from '../documented.ts'
import { JournalQuery, journalPage } from './journal-page.ts'

const Query = Type.Object(
  {
    ...JournalQuery.properties,
    service: Type.Optional(
      Type.String({ maxLength: 64, description: 'Only entries of the service with this id.' }),
    ),
  },
  { additionalProperties: false },
)

export const journalRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    method: 'GET',
    url: '/journal',
    schema: {
      tags: ['journal'],
      operationId: 'listJournal',
      summary: 'Lists what happened',
      querystring: Query,
      response: {
        200: page(JournalEntry, 'One page of entries.'),
        ...problems('validation-failed', 'store-unavailable'),
      },
    },
    handler: async ({ query: { service, ...query } }) =>
      await journalPage(app.store.journal, query, service === undefined ? {} : { serviceId: service }),
  })
}
