import { CloseInput, CloseOutcome, Connection, JournalEntry, PageQuery } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { ConnectionRecord } from '@switchboard/netcore'
import { Type } from 'typebox'
import { ApiError } from '../../problem.ts'
import { timestamp } from '../../time.ts'
import { answer, nothing, page, problems } from '../documented.ts'
import { FilterText, findingOf, readFilter } from '../filter-query.ts'
import { JournalQuery, journalPage } from '../journal/journal-page.ts'
import { closeMatching } from './close-matching.ts'
import { connectionPage } from './connection-page.ts'
import { noConnection } from './no-connection.ts'
import { presentConnection } from './connections.presenter.ts'

const Params = Type.Object({ id: Type.String({ description: 'Id of the connection.' }) })

const Query = Type.Object(
  {
    ...PageQuery.properties,
    after: Type.Optional(
      Type.String({
        maxLength: 64,
        description:
          'Connections opened after the one with this id, oldest first; `next` is the next `after`.',
      }),
    ),
    filter: Type.Optional(FilterText),
    state: Type.Optional(Type.Enum(['open', 'closed'])),
    service: Type.Optional(Type.String({ maxLength: 64, description: 'Id of a service.' })),
  },
  { additionalProperties: false },
)

const JournalOfConnection = Type.Object(
  {
    ...JournalQuery.properties,
    type: Type.Optional(Type.String({ maxLength: 64, description: 'Only entries of this type.' })),
  },
  { additionalProperties: false },
)

const tags = ['connections']

export const connectionsRoutes: FastifyPluginAsyncTypebox = async (app) => {
  /** The store knows what was; of an open connection netcore knows the counters of this moment. */
  const withLiveCounters = (row: ConnectionRecord) => app.manager.connections.get(row.id) ?? row

  const finding = (filter: string) => findingOf(readFilter(filter, 'connections'), app.services)

  const getRow = async (id: string): Promise<ConnectionRecord> => {
    const row = await app.store.connections.get(id)
    if (row) return withLiveCounters(row)
    throw noConnection(id)
  }

  app.route({
    method: 'GET',
    url: '/connections',
    config: { role: 'viewer', scoped: true },
    schema: {
      tags,
      operationId: 'listConnections',
      summary: 'Lists open and past connections, newest first',
      description:
        'With a filter a page may have fewer connections than asked for and a `next` all the same: each request looks for a quarter of a second. With `state=open` a filter sees the counters of this moment, otherwise those on record, which an open connection gets when it opens.',
      querystring: Query,
      response: {
        200: page(Connection, 'One page of connections.'),
        ...problems('validation-failed', 'store-unavailable'),
      },
    },
    handler: async ({ query: { filter, service: serviceId, ...query }, reach }) => {
      const { rows, next } = await connectionPage(reach, {
        ...query,
        ...(serviceId !== undefined && { serviceId }),
        finding: filter ? finding(filter) : null,
      })
      const now = Date.now()
      return { items: rows.map((row) => presentConnection(row, app.unread, now)), next }
    },
  })

  app.route({
    method: 'POST',
    url: '/connections::close',
    config: { role: 'operator', scoped: true },
    schema: {
      tags,
      operationId: 'closeConnections',
      summary: 'Cuts the open connections that pass a filter',
      description:
        'Those that are open at this moment, by their counters of this moment. `dryRun` only counts them.',
      body: CloseInput,
      response: { 200: answer(CloseOutcome, 'How many.'), ...problems('validation-failed') },
    },
    handler: async ({ body: { filter, dryRun = false }, reach }) =>
      await closeMatching(app.manager, reach.open, { finding: finding(filter), dryRun }),
  })

  app.route({
    method: 'GET',
    url: '/connections/:id',
    config: { role: 'viewer', scoped: true },
    schema: {
      tags,
      operationId: 'getConnection',
      summary: 'Reads a connection',
      params: Params,
      response: { 200: answer(Connection, 'The connection.'), ...problems('not-found', 'store-unavailable') },
    },
    handler: async (request) => presentConnection(await getRow(request.params.id), app.unread),
  })

  app.route({
    method: 'DELETE',
    url: '/connections/:id',
    config: { role: 'operator', scoped: true },
    schema: {
      tags,
      operationId: 'killConnection',
      summary: 'Cuts an open connection',
      params: Params,
      response: {
        204: nothing('It is cut.'),
        ...problems('not-found', 'invalid-state', 'store-unavailable'),
      },
    },
    handler: async (request, reply) => {
      const { id } = request.params
      if (!(await app.manager.kill(id))) throw alreadyClosed(await getRow(id))
      return reply.code(204).send()
    },
  })

  app.route({
    method: 'GET',
    url: '/connections/:id/journal',
    config: { role: 'viewer', scoped: true },
    schema: {
      tags,
      operationId: 'listConnectionJournal',
      summary: 'Lists what happened on a connection',
      params: Params,
      querystring: JournalOfConnection,
      response: {
        200: page(JournalEntry, 'One page of entries.'),
        ...problems('validation-failed', 'not-found', 'store-unavailable'),
      },
    },
    handler: async (request) => {
      const { id } = await getRow(request.params.id)
      const { type, filter, ...query } = request.query
      return await journalPage(request.reach.journal, query, {
        connectionId: id,
        ...(type && { type }),
        finding: filter ? findingOf(readFilter(filter, 'journal'), app.services) : null,
      })
    },
  })
}

function alreadyClosed({ id, closedAt, closeReason }: ConnectionRecord): ApiError {
  const since = closedAt === null ? 'a moment ago' : `since ${timestamp(closedAt)}`
  const reason = closeReason ? ` (${closeReason})` : ''
  return new ApiError(
    'invalid-state',
    `Connection ${id} is closed ${since}${reason}: there is nothing to cut.`,
  )
}
