import { Ban, BanInput, BanQuery, WatchedHosts } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { callerOf } from '../../access/caller.ts'
import { stateOf } from '../../bans/bans.ts'
import { answer, nothing, page, problems } from '../documented.ts'
import { pageOf } from '../page.ts'
import { presentBan, presentHost } from './bans.presenter.ts'

const tags = ['bans']
const MOST_HOSTS = 500

const HostsQuery = Type.Object(
  { limit: Type.Integer({ minimum: 1, maximum: MOST_HOSTS, default: 50, description: 'So many at most.' }) },
  { additionalProperties: false },
)

export const bansRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { bans } = app

  app.route({
    method: 'GET',
    url: '/bans',
    config: { role: 'operator' },
    schema: {
      tags,
      operationId: 'listBans',
      summary: 'Lists bans, newest first',
      description: 'Without `state`, those that are active. What is over is kept for 30 days.',
      querystring: BanQuery,
      response: { 200: page(Ban, 'One page of bans.'), ...problems('validation-failed') },
    },
    handler: async ({ query: { limit, before, state = 'active' } }) => {
      const rows = bans
        .list()
        .filter((row) => stateOf(row) === state && (before === undefined || row.id < before))
      return pageOf(rows.slice(0, limit + 1).map(presentBan), limit, ({ id }) => id)
    },
  })

  app.route({
    method: 'POST',
    url: '/bans',
    config: { role: 'admin' },
    schema: {
      tags,
      operationId: 'createBan',
      summary: 'Bans a network',
      description:
        'Every service refuses its peers from now on, and their open connections are closed as `killed`. What the safe list of the settings has stays let in.',
      body: BanInput,
      response: {
        201: answer(Ban, 'It is banned.'),
        ...problems('validation-failed', 'invalid-state', 'store-unavailable'),
      },
    },
    handler: async (request, reply) => {
      const ban = await bans.add(request.body, callerOf(request).name)
      return reply.code(201).send(presentBan(ban))
    },
  })

  app.route({
    method: 'DELETE',
    url: '/bans/:id',
    config: { role: 'admin' },
    schema: {
      tags,
      operationId: 'liftBan',
      summary: 'Lifts a ban',
      params: Type.Object({ id: Type.String({ maxLength: 64, description: 'Id of the ban.' }) }),
      response: { 204: nothing('It is lifted.'), ...problems('not-found', 'store-unavailable') },
    },
    handler: async (request, reply) => {
      await bans.lift(request.params.id, callerOf(request).name)
      return reply.code(204).send()
    },
  })

  app.route({
    method: 'GET',
    url: '/bans/hosts',
    config: { role: 'operator' },
    schema: {
      tags,
      operationId: 'listWatchedHosts',
      summary: 'Lists addresses that have a score and no ban, highest score first',
      querystring: HostsQuery,
      response: { 200: answer(WatchedHosts, 'Those addresses.'), ...problems('validation-failed') },
    },
    handler: async ({ query: { limit } }) => {
      const { hosts, total } = bans.watched(limit)
      return { items: hosts.map(presentHost), total }
    },
  })
}
