import { ApiToken, ApiTokenInput, NewApiToken, PageQuery } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { TokenRow } from '@switchboard/store'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { callerOf } from '../../access/caller.ts'
import { ApiError, invalid } from '../../problem.ts'
import { answer, nothing, page, problems } from '../documented.ts'
import { pageOf } from '../page.ts'
import { presentToken } from './tokens.presenter.ts'

const tags = ['tokens']

export const tokensRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { identity, services } = app

  const about = ({ caller, ip }: FastifyRequest, { id, name }: TokenRow) => ({
    ...{ caller, address: ip },
    subject: { id, name },
  })

  app.route({
    method: 'GET',
    url: '/tokens',
    config: { role: 'admin' },
    schema: {
      tags,
      operationId: 'listTokens',
      summary: 'Lists API tokens, newest first',
      querystring: PageQuery,
      response: { 200: page(ApiToken, 'One page of tokens.'), ...problems('validation-failed') },
    },
    handler: async ({ query: { limit, before } }) => {
      const tokens = identity.tokens.list().filter(({ id }) => before === undefined || id < before)
      return pageOf(tokens.slice(0, limit + 1).map(presentToken), limit, ({ id }) => id)
    },
  })

  app.route({
    method: 'POST',
    url: '/tokens',
    config: { role: 'admin' },
    schema: {
      tags,
      operationId: 'createToken',
      summary: 'Makes an API token; its secret is shown this once',
      body: ApiTokenInput,
      response: {
        201: answer(NewApiToken, 'The token with its secret.'),
        ...problems('validation-failed', 'unsupported-media-type', 'store-unavailable'),
      },
    },
    handler: async (request, reply) => {
      checkInput(request.body, (id) => services.find(id) !== undefined)
      const { token, secret } = await identity.tokens.create(request.body, callerOf(request).name)
      const presented = presentToken(token)
      identity.events.tell({ type: 'token.created', ...about(request, token), after: presented })
      reply.code(201).headers({ location: `/api/v1/tokens/${token.id}`, 'cache-control': 'no-store' })
      return { ...presented, secret }
    },
  })

  app.route({
    method: 'DELETE',
    url: '/tokens/:id',
    config: { role: 'admin' },
    schema: {
      tags,
      operationId: 'deleteToken',
      summary: 'Deletes an API token; whoever uses it is shown out',
      params: Type.Object({ id: Type.String({ description: 'Id of the token.' }) }),
      response: { 204: nothing('It is gone.'), ...problems('not-found', 'store-unavailable') },
    },
    handler: async (request, reply) => {
      const { id } = request.params
      const token = await identity.deleteToken(id)
      if (!token)
        throw new ApiError('not-found', `There is no token ${id}: GET /api/v1/tokens lists what there is.`)
      identity.events.tell({ type: 'token.deleted', ...about(request, token), before: presentToken(token) })
      return reply.code(204).send()
    },
  })
}

/** Throws `validation-failed` for an end in the past, and for services there are not. */
function checkInput({ expiresAt, services }: ApiTokenInput, exists: (id: string) => boolean): void {
  if (expiresAt && Date.parse(expiresAt) <= Date.now()) {
    throw invalid([{ path: '/expiresAt', message: `${expiresAt} is in the past: name a time to come` }])
  }
  const unknown = (services ?? []).flatMap((id, at) => (exists(id) ? [] : [{ id, at }]))
  if (unknown.length === 0) return
  const message = (id: string) =>
    `${JSON.stringify(id)} is no service: GET /api/v1/services lists what there is`
  throw invalid(unknown.map(({ id, at }) => ({ path: `/services/${at}`, message: message(id) })))
}
