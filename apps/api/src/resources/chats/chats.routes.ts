import { Chat, Connection, MessageInput, MessageReceipt, PageQuery, ReadInput } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { presentConnection } from '../connections/connections.presenter.ts'
import { noConnection } from '../connections/no-connection.ts'
import { answer, page, problems } from '../documented.ts'
import { presentEntry } from '../journal/journal.presenter.ts'
import { pageOf } from '../page.ts'
import { messageBytes } from './message-input.ts'

const ConnectionParams = Type.Object({ id: Type.String({ description: 'Id of the connection.' }) })
const ServiceParams = Type.Object({ id: Type.String({ description: 'Id of the service.' }) })

const Query = Type.Object(
  { ...PageQuery.properties, state: Type.Optional(Type.Enum(['open', 'closed'])) },
  { additionalProperties: false },
)

const tags = ['chats']
const WITH_MESSAGE = [
  'validation-failed',
  'not-found',
  'invalid-state',
  'payload-too-large',
  'unsupported-media-type',
] as const

export const chatsRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    method: 'POST',
    url: '/connections/:id/messages',
    config: { role: 'operator', scoped: true },
    schema: {
      tags,
      operationId: 'sayToConnection',
      summary: 'Speaks to a caller',
      description:
        'Where the protocol lets an operator speak. The bytes go out framed as the service frames replies.',
      params: ConnectionParams,
      body: MessageInput,
      response: {
        200: answer(MessageReceipt, 'It is sent.'),
        ...problems(...WITH_MESSAGE, 'overloaded', 'store-unavailable'),
      },
    },
    handler: async ({ params, body, caller }) =>
      await app.operatorDesk.say(params.id, { data: messageBytes(body), operator: caller?.name ?? null }),
  })

  app.route({
    method: 'POST',
    url: '/services/:id/messages',
    config: { role: 'operator', scoped: true },
    schema: {
      tags,
      operationId: 'sayToService',
      summary: 'Speaks to every caller of a service',
      params: ServiceParams,
      body: MessageInput,
      response: { 200: answer(MessageReceipt, 'How many got it.'), ...problems(...WITH_MESSAGE) },
    },
    handler: async ({ params, body, caller }) =>
      await app.operatorDesk.sayToAll(params.id, {
        data: messageBytes(body),
        operator: caller?.name ?? null,
      }),
  })

  app.route({
    method: 'POST',
    url: '/connections/:id/read',
    config: { role: 'operator', scoped: true },
    schema: {
      tags,
      operationId: 'markChatRead',
      summary: 'Notes how far a chat was read, for everybody who looks at it',
      params: ConnectionParams,
      body: ReadInput,
      response: {
        200: answer(Connection, 'The connection, with what is left unread.'),
        ...problems('validation-failed', 'not-found', 'unsupported-media-type', 'store-unavailable'),
      },
    },
    handler: async ({ params: { id }, body: { seq } }) => {
      const row = app.manager.connections.get(id) ?? (await app.store.connections.get(id))
      if (!row) throw noConnection(id)
      // What is still to come cannot have been read.
      await app.unread.read(id, Math.min(seq, app.store.journal.newest))
      return presentConnection(row, app.unread)
    },
  })

  app.route({
    method: 'GET',
    url: '/services/:id/chats',
    config: { role: 'viewer', scoped: true },
    schema: {
      tags,
      operationId: 'listChats',
      summary: "Lists a service's connections with the last message of each, newest connection first",
      params: ServiceParams,
      querystring: Query,
      response: {
        200: page(Chat, 'One page of chats.'),
        ...problems('validation-failed', 'not-found', 'store-unavailable'),
      },
    },
    handler: async ({ params, query: { limit, before, state }, reach }) => {
      const rows = await reach.connections.list({
        limit: limit + 1,
        serviceId: params.id,
        ...(before && { before }),
        ...(state && { state }),
      })
      const last = await app.store.chats.lastMessages(rows.map(({ id }) => id))
      const byConnection = new Map(last.map((entry) => [entry.connectionId, entry]))
      const chats = rows.map((row) => {
        const lastMessage = byConnection.get(row.id)
        return {
          connection: presentConnection(app.manager.connections.get(row.id) ?? row, app.unread),
          lastMessage: lastMessage ? presentEntry(lastMessage) : null,
        }
      })
      return pageOf(chats, limit, ({ connection }) => connection.id)
    },
  })
}
