import { JournalCount, JournalEntry } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { answer, page, problems } from '../documented.ts'
import { FilterText, findingOf, readFilter } from '../filter-query.ts'
import { JournalQuery, journalPage } from './journal-page.ts'

const service = Type.Optional(
  Type.String({ maxLength: 64, description: 'Only entries of the service with this id.' }),
)

const Query = Type.Object({ ...JournalQuery.properties, service }, { additionalProperties: false })

const CountQuery = Type.Object(
  { filter: Type.Optional(FilterText), service },
  { additionalProperties: false },
)

export const journalRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const finding = (filter: string) => findingOf(readFilter(filter, 'journal'), app.services)

  app.route({
    method: 'GET',
    url: '/journal',
    config: { role: 'viewer', scoped: true },
    schema: {
      tags: ['journal'],
      operationId: 'listJournal',
      summary: 'Lists what happened',
      description:
        'With a filter a page may have fewer entries than asked for, even none, and a `next` all the same: each request looks for a quarter of a second. Go on from `next` until it is null.',
      querystring: Query,
      response: {
        200: page(JournalEntry, 'One page of entries.'),
        ...problems('validation-failed', 'store-unavailable'),
      },
    },
    handler: async ({ query: { service: serviceId, filter, ...query }, reach }) =>
      await journalPage(reach.journal, query, {
        ...(serviceId !== undefined && { serviceId }),
        finding: filter ? finding(filter) : null,
      }),
  })

  app.route({
    method: 'GET',
    url: '/journal/count',
    config: { role: 'viewer', scoped: true },
    schema: {
      tags: ['journal'],
      operationId: 'countJournal',
      summary: 'Counts entries',
      description: 'Counts for a quarter of a second; from what was seen by then the rest is estimated.',
      querystring: CountQuery,
      response: {
        200: answer(JournalCount, 'How many there are.'),
        ...problems('validation-failed', 'store-unavailable'),
      },
    },
    handler: async ({ query: { service: serviceId, filter = '' }, reach }) => {
      const query = { ...finding(filter), ...(serviceId !== undefined && { serviceId }) }
      const { count, isExact } = await reach.journal.count(query)
      return { count, exact: isExact }
    },
  })
}
