import { JournalCount, JournalEntry, JournalHistogram } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { answer, page, problems } from '../documented.ts'
import { timestamp, timestampOrNull } from '../../time.ts'
import { FilterText, findingOf, readFilter } from '../filter-query.ts'
import { JournalQuery, journalPage } from './journal-page.ts'
import { timeSpan, timeSpanQuery, type Span } from './time-span.ts'

const service = Type.Optional(
  Type.String({ maxLength: 64, description: 'Only entries of the service with this id.' }),
)

const Query = Type.Object(
  { ...JournalQuery.properties, ...timeSpanQuery, service },
  { additionalProperties: false },
)

const CountQuery = Type.Object(
  { filter: Type.Optional(FilterText), ...timeSpanQuery, service },
  { additionalProperties: false },
)

const HistogramQuery = Type.Object(
  {
    ...CountQuery.properties,
    buckets: Type.Integer({ minimum: 1, maximum: 500, default: 60 }),
    before: JournalQuery.properties.before,
  },
  { additionalProperties: false },
)

/** What a histogram is of where nothing is said: the last ten minutes. */
const LATELY_MS = 600_000

export const journalRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const finding = (filter: string, span: Span) => ({
    ...findingOf(readFilter(filter, 'journal'), app.services),
    ...timeSpan(span),
  })

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
    handler: async ({ query: { service: serviceId, filter = '', from, to, ...query }, reach }) =>
      await journalPage(reach.journal, query, {
        ...(serviceId !== undefined && { serviceId }),
        finding: filter || from || to ? finding(filter, { from, to }) : null,
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
    handler: async ({ query: { service: serviceId, filter = '', from, to }, reach }) => {
      const query = { ...finding(filter, { from, to }), ...(serviceId !== undefined && { serviceId }) }
      const { count, isExact } = await reach.journal.count(query)
      return { count, exact: isExact }
    },
  })

  app.route({
    method: 'GET',
    url: '/journal/histogram',
    config: { role: 'viewer', scoped: true },
    schema: {
      tags: ['journal'],
      operationId: 'countJournalOverTime',
      summary: 'Counts entries over time, by severity',
      description:
        'Of the last ten minutes unless `from` and `to` say otherwise. Counts for a quarter of a second, the newest entries first: go on from `next` until it is null, and add up.',
      querystring: HistogramQuery,
      response: {
        200: answer(JournalHistogram, 'How many there are of each stretch of time.'),
        ...problems('validation-failed', 'store-unavailable'),
      },
    },
    handler: async ({ query: { service: serviceId, filter = '', buckets, before, ...span }, reach }) => {
      const to = span.to ?? timestamp(Date.now())
      const from = span.from ?? timestamp(Date.parse(to) - LATELY_MS)
      const { newest: seq } = app.store.journal
      const counts = await reach.journal.histogram({
        ...finding(filter, { from, to }),
        ...{ from: Date.parse(from), to: Date.parse(to), buckets },
        before: Math.min(before ?? Infinity, seq + 1),
        ...(serviceId !== undefined && { serviceId }),
      })
      return { from, to, seq, ...counts, countedFrom: timestampOrNull(counts.countedFrom) }
    },
  })
}
