import { Connection, JournalEntry } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { EntryFinding } from '@switchboard/store'
import { Type } from 'typebox'
import type { Reach } from '../../access/reach.ts'
import { aboutConnections, connectionPage } from '../connections/connection-page.ts'
import { presentConnection } from '../connections/connections.presenter.ts'
import { problems } from '../documented.ts'
import { FilterText, findingOf, readFilter } from '../filter-query.ts'
import { journalPage } from '../journal/journal-page.ts'
import { timeSpan, timeSpanQuery, type Span } from '../journal/time-span.ts'
import { ExportFormat, sendExport } from './send-export.ts'

const PAGE_ROWS = 500

const common = {
  format: ExportFormat,
  filter: Type.Optional(FilterText),
  service: Type.Optional(
    Type.String({
      maxLength: 64,
      description: 'Only of the service with this id, which may have been deleted.',
    }),
  ),
}

const JournalQuery = Type.Object({ ...common, ...timeSpanQuery }, { additionalProperties: false })

const ConnectionsQuery = Type.Object(
  { ...common, state: Type.Optional(Type.Enum(['open', 'closed'])) },
  { additionalProperties: false },
)

const rows = Type.Unsafe<unknown>({
  description: 'The rows, streamed. `Switchboard-About-Rows` says how many to expect, where that is known.',
  content: {
    'text/csv': { schema: { type: 'string' } },
    'application/x-ndjson': { schema: { type: 'string' } },
  },
})

const response = { 200: rows, ...problems('validation-failed', 'store-unavailable') }

type Narrowing = { filter?: string; service?: string } & Span

/** What an export is narrowed to. */
type Of = { serviceId?: string; finding: EntryFinding | null }

export const exportRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const of = ({ filter = '', service, ...span }: Narrowing, over: 'journal' | 'connections'): Of => ({
    ...(service !== undefined && { serviceId: service }),
    finding:
      filter || span.from || span.to
        ? { ...findingOf(readFilter(filter, over), app.services), ...timeSpan(span) }
        : null,
  })

  app.route({
    method: 'GET',
    url: '/journal/export',
    config: { role: 'viewer', scoped: true },
    exposeHeadRoute: false,
    schema: {
      tags: ['journal'],
      operationId: 'exportJournal',
      summary: 'Downloads the journal, oldest entry first, up to the newest of this moment',
      querystring: JournalQuery,
      response,
    },
    handler: async ({ query, reach }, reply) => {
      const { format, ...narrowing } = query
      const narrowed = of(narrowing, 'journal')
      const { newest } = app.store.journal
      return sendExport(reply, {
        name: 'journal',
        format,
        keys: Object.keys(JournalEntry.properties),
        pages: entryPages(reach.journal, newest, narrowed),
        about: await aboutEntries(reach, newest, narrowed),
      })
    },
  })

  app.route({
    method: 'GET',
    url: '/connections/export',
    config: { role: 'viewer', scoped: true },
    exposeHeadRoute: false,
    schema: {
      tags: ['connections'],
      operationId: 'exportConnections',
      summary: 'Downloads connections, newest first',
      querystring: ConnectionsQuery,
      response,
    },
    handler: async ({ query: { format, state, ...query }, reach }, reply) => {
      const narrowed = { ...of(query, 'connections'), ...(state && { state }) }
      const finding = narrowed.finding ?? findingOf(readFilter('', 'connections'), app.services)
      return sendExport(reply, {
        name: 'connections',
        format,
        keys: Object.keys(Connection.properties),
        pages: connectionPages(reach, narrowed),
        about: await aboutConnections(reach, { ...narrowed, finding }),
      })
    },
  })

  async function* connectionPages(reach: Reach, narrowed: Of & { state?: 'open' | 'closed' }) {
    for (let before = {}; ;) {
      const query = { limit: PAGE_ROWS, ...before, ...narrowed }
      const { rows, next } = await connectionPage(reach, query)
      const now = Date.now()
      yield rows.map((row) => presentConnection(row, app.unread, now))
      if (next === null) return
      before = { before: next }
    }
  }
}

async function* entryPages(journal: Reach['journal'], newest: number, narrowed: Of) {
  for (let after = 0; after < newest;) {
    const { items, next } = await journalPage(journal, { limit: PAGE_ROWS, after }, narrowed)
    yield items.filter(({ seq }) => seq <= newest)
    if (next === null) return
    after = Number(next)
  }
}

/** Without a filter numbers that were deleted in between count as well; with one, it is what a quarter of a second tells. */
async function aboutEntries(
  { journal, isLimited }: Reach,
  newest: number,
  { finding, serviceId }: Of,
): Promise<number | null> {
  if (finding) return (await journal.count({ ...finding, ...(serviceId && { serviceId }) })).count
  if (serviceId !== undefined || isLimited) return null
  const [oldest] = await journal.list({ after: 0, limit: 1 })
  return oldest ? newest - oldest.seq + 1 : 0
}
