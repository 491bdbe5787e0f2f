import { Connection, JournalEntry } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Store } from '@switchboard/store'
import { Type } from 'typebox'
import { problems } from '../documented.ts'
import { presentConnection } from '../connections/connections.presenter.ts'
import { presentEntry } from '../journal/journal.presenter.ts'
import { ExportFormat, sendExport } from './send-export.ts'

const PAGE_ROWS = 500

const service = Type.Optional(
  Type.String({
    maxLength: 64,
    description: 'Only of the service with this id, which may have been deleted.',
  }),
)

const JournalQuery = Type.Object({ format: ExportFormat, service }, { additionalProperties: false })

const ConnectionsQuery = Type.Object(
  { format: ExportFormat, service, state: Type.Optional(Type.Enum(['open', 'closed'])) },
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

export const exportRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { journal, connections } = app.store

  app.route({
    method: 'GET',
    url: '/journal/export',
    exposeHeadRoute: false,
    schema: {
      tags: ['journal'],
      operationId: 'exportJournal',
      summary: 'Downloads the journal, oldest entry first, up to the newest of this moment',
      querystring: JournalQuery,
      response,
    },
    handler: async ({ query }, reply) => {
      const of = query.service === undefined ? {} : { serviceId: query.service }
      return sendExport(reply, {
        name: 'journal',
        format: query.format,
        keys: Object.keys(JournalEntry.properties),
        pages: entryPages(journal, of),
        about: query.service === undefined ? await aboutEntries(journal) : null,
      })
    },
  })

  app.route({
    method: 'GET',
    url: '/connections/export',
    exposeHeadRoute: false,
    schema: {
      tags: ['connections'],
      operationId: 'exportConnections',
      summary: 'Downloads connections, newest first',
      querystring: ConnectionsQuery,
      response,
    },
    handler: async ({ query: { format, service: serviceId, state } }, reply) => {
      const of = { ...(serviceId && { serviceId }), ...(state && { state }) }
      return sendExport(reply, {
        name: 'connections',
        format,
        keys: Object.keys(Connection.properties),
        pages: connectionPages(of),
        about: null,
      })
    },
  })

  /** Open ones with the counters of this moment. */
  async function* connectionPages(of: { serviceId?: string; state?: 'open' | 'closed' }) {
    for (let before = {}; ;) {
      const page = await connections.list({ limit: PAGE_ROWS, ...before, ...of })
      const now = Date.now()
      yield page.map((row) => presentConnection(app.manager.connections.get(row.id) ?? row, app.unread, now))
      const last = page.at(-1)
      if (page.length < PAGE_ROWS || !last) return
      before = { before: last.id }
    }
  }
}

async function* entryPages(journal: Store['journal'], of: { serviceId?: string }) {
  const { newest } = journal
  for (let after = 0; after < newest;) {
    const page = await journal.list({ after, limit: PAGE_ROWS, ...of })
    yield page.filter(({ seq }) => seq <= newest).map(presentEntry)
    if (page.length < PAGE_ROWS) return
    after = page.at(-1)?.seq ?? newest
  }
}

/** Numbers that were never used, or were deleted in between, count as well. */
async function aboutEntries(journal: Store['journal']): Promise<number> {
  const { newest } = journal
  const [oldest] = await journal.list({ after: 0, limit: 1 })
  return oldest ? newest - oldest.seq + 1 : 0
}
