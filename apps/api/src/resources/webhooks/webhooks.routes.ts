import {
  NewWebhook,
  PageQuery,
  Webhook,
  WebhookDelivery,
  WebhookInput,
  WebhookPatch,
} from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { WebhookRow } from '@switchboard/store'
import { Type } from 'typebox'
import { checkIfMatch, etagOf, IfMatch } from '../../etag.ts'
import { timestamp } from '../../time.ts'
import { answer, nothing, page, problems } from '../documented.ts'
import { pageOf } from '../page.ts'
import { presentWebhook } from './webhooks.presenter.ts'

/** What a change changes; how deliveries go is no part of it. */
const settingsOf = ({ name, url, filter, enabled, secret }: WebhookRow) => ({
  name,
  url,
  filter,
  enabled,
  secret,
})

const Params = Type.Object({ id: Type.String({ maxLength: 64, description: 'Id of the webhook.' }) })

const tags = ['webhooks']
const config = { role: 'admin' } as const

export const webhooksRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { webhooks, store } = app
  const present = (row: WebhookRow) => presentWebhook(row, store.journal.newest)

  app.route({
    method: 'GET',
    url: '/webhooks',
    config,
    schema: {
      tags,
      operationId: 'listWebhooks',
      summary: 'Lists webhooks, newest first',
      querystring: PageQuery,
      response: { 200: page(Webhook, 'One page of webhooks.'), ...problems('validation-failed') },
    },
    handler: async ({ query: { limit, before } }) => {
      const rows = webhooks.list().filter(({ id }) => before === undefined || id < before)
      return pageOf(rows.slice(0, limit + 1).map(present), limit, ({ id }) => id)
    },
  })

  app.route({
    method: 'POST',
    url: '/webhooks',
    config,
    schema: {
      tags,
      operationId: 'createWebhook',
      summary: 'Tells a receiver of journal entries from now on',
      description: 'Without `secret` one is generated, and shown in this answer only. See docs/webhooks.md.',
      body: WebhookInput,
      response: {
        201: answer(NewWebhook, 'It is there.'),
        ...problems('validation-failed', 'invalid-state', 'secrets-unavailable', 'store-unavailable'),
      },
    },
    handler: async ({ body }, reply) => {
      const { row, secret } = await webhooks.create(body)
      const location = `/api/v1/webhooks/${row.id}`
      return reply
        .code(201)
        .header('location', location)
        .send({ ...present(row), secret })
    },
  })

  app.route({
    method: 'GET',
    url: '/webhooks/:id',
    config,
    schema: {
      tags,
      operationId: 'getWebhook',
      summary: 'Reads a webhook and how its newest delivery went',
      params: Params,
      response: { 200: answer(Webhook, 'The webhook; `ETag` is for `If-Match`.'), ...problems('not-found') },
    },
    handler: async ({ params: { id } }, reply) => {
      const row = webhooks.get(id)
      reply.header('etag', etagOf(settingsOf(row)))
      return present(row)
    },
  })

  app.route({
    method: 'PATCH',
    url: '/webhooks/:id',
    config,
    schema: {
      tags,
      operationId: 'changeWebhook',
      summary: 'Changes a webhook; what is left out stays',
      description: 'What failed is tried again at once.',
      params: Params,
      headers: IfMatch,
      body: WebhookPatch,
      response: {
        200: answer(Webhook, 'The webhook now.'),
        ...problems(
          ...(['validation-failed', 'not-found', 'precondition-failed'] as const),
          ...(['secrets-unavailable', 'store-unavailable'] as const),
        ),
      },
    },
    handler: async ({ params: { id }, headers, body }, reply) => {
      const row = await webhooks.patch(id, body, (current) => {
        checkIfMatch(headers['if-match'], settingsOf(current), current.name)
      })
      reply.header('etag', etagOf(settingsOf(row)))
      return present(row)
    },
  })

  app.route({
    method: 'DELETE',
    url: '/webhooks/:id',
    config,
    schema: {
      tags,
      operationId: 'deleteWebhook',
      summary: 'Deletes a webhook; what it has not delivered stays in the journal',
      params: Params,
      response: { 204: nothing('It is gone.'), ...problems('not-found', 'store-unavailable') },
    },
    handler: async ({ params: { id } }, reply) => {
      await webhooks.delete(id)
      return reply.code(204).send()
    },
  })

  app.route({
    method: 'POST',
    url: '/webhooks/:id/test',
    config,
    schema: {
      tags,
      operationId: 'testWebhook',
      summary: 'Sends an entry of the type webhook.test now, once, and answers how that went',
      params: Params,
      response: {
        200: answer(WebhookDelivery, 'How it went: `error` is null where it arrived.'),
        ...problems('not-found'),
      },
    },
    handler: async ({ params: { id } }) => ({
      at: timestamp(Date.now()),
      ...(await webhooks.test(id)),
    }),
  })
}
