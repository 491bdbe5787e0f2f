import { PageQuery, Service, ServiceInput, ServicePatch, StopInput } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { IfMatch } from '../../etag.ts'
import { invalid } from '../../problem.ts'
import { answer, nothing, page, problems } from '../documented.ts'
import { pageOf } from '../page.ts'
import { presentService } from './services.presenter.ts'
import type { ConfiguredService } from './service-registry.ts'

const Params = Type.Object({ id: Type.String({ description: 'Id of the service.' }) })

const tags = ['services']

export const servicesRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const present = (service: ConfiguredService) => presentService(service, app.unread)

  app.route({
    method: 'GET',
    url: '/services',
    config: { role: 'viewer', scoped: true },
    schema: {
      tags,
      operationId: 'listServices',
      summary: 'Lists the services, newest first',
      querystring: PageQuery,
      response: { 200: page(Service, 'One page of services.'), ...problems('validation-failed') },
    },
    handler: async ({ query: { limit, before }, reach }) => {
      const services = reach.services().filter(({ settings }) => !before || settings.id < before)
      return pageOf(services.slice(0, limit + 1).map(present), limit, ({ id }) => id)
    },
  })

  app.route({
    method: 'POST',
    url: '/services',
    config: { role: 'admin' },
    schema: {
      tags,
      operationId: 'createService',
      summary: 'Creates a service',
      description:
        'With `"desired": "running"` it also starts; when that fails, `state` is `failed` and `stateReason` says why.',
      body: ServiceInput,
      response: {
        201: answer(Service, 'The new service.'),
        ...problems(...WITH_BODY, 'name-taken', 'secrets-unavailable', 'store-unavailable'),
      },
    },
    handler: async (request, reply) => {
      const service = await app.services.create(request.body)
      reply.code(201).headers({ location: `/api/v1/services/${service.settings.id}`, etag: etag(service) })
      return present(service)
    },
  })

  app.route({
    method: 'GET',
    url: '/services/:id',
    config: { role: 'viewer', scoped: true },
    schema: {
      tags,
      operationId: 'getService',
      summary: 'Reads a service',
      params: Params,
      response: { 200: answer(Service, 'The service; `ETag` is its revision.'), ...problems('not-found') },
    },
    handler: async (request, reply) => {
      const service = app.services.get(request.params.id)
      reply.header('etag', etag(service))
      return present(service)
    },
  })

  app.route({
    method: 'PATCH',
    url: '/services/:id',
    config: { role: 'admin', scoped: true },
    schema: {
      tags,
      operationId: 'changeService',
      summary: 'Changes some settings of a service',
      description:
        'What is not named stays. Settings that need it are listed in `restartNeeded` until a restart.',
      params: Params,
      headers: IfMatch,
      body: ServicePatch,
      response: {
        200: answer(Service, 'The changed service.'),
        ...problems(
          ...([...WITH_BODY, 'not-found', 'name-taken', 'precondition-failed'] as const),
          ...(['secrets-unavailable', 'store-unavailable'] as const),
        ),
      },
    },
    handler: async (request, reply) => {
      const revision = revisionOf(request.headers['if-match'])
      const service = await app.services.patch(request.params.id, request.body, revision)
      reply.header('etag', etag(service))
      return present(service)
    },
  })

  app.route({
    method: 'DELETE',
    url: '/services/:id',
    config: { role: 'admin', scoped: true },
    schema: {
      tags,
      operationId: 'deleteService',
      summary: 'Stops and deletes a service; its history stays',
      params: Params,
      headers: IfMatch,
      response: {
        204: nothing('It is gone.'),
        ...problems('validation-failed', 'not-found', 'precondition-failed', 'store-unavailable'),
      },
    },
    handler: async (request, reply) => {
      await app.services.delete(request.params.id, revisionOf(request.headers['if-match']))
      return reply.code(204).send()
    },
  })

  app.register(serviceActions)
}

const WITH_BODY = ['validation-failed', 'payload-too-large', 'unsupported-media-type'] as const

/** Start, stop and restart: the answer comes when it is done, which a drain can put off for an hour. */
const serviceActions: FastifyPluginAsyncTypebox = async (app) => {
  const present = (service: ConfiguredService) => presentService(service, app.unread)

  app.addHook('onRequest', async (request) => {
    request.socket.setTimeout(0)
  })
  const starting = {
    tags,
    params: Params,
    response: {
      200: answer(Service, 'The service, running.'),
      ...problems(
        ...(['not-found', 'address-in-use', 'address-not-available', 'address-not-permitted'] as const),
        ...(['invalid-state', 'secrets-unavailable', 'overloaded', 'store-unavailable'] as const),
      ),
    },
  }

  app.route({
    method: 'POST',
    url: '/services/:id/start',
    config: { role: 'operator', scoped: true },
    schema: { ...starting, operationId: 'startService', summary: 'Starts a service' },
    handler: async (request) => present(await app.services.start(request.params.id)),
  })

  app.route({
    method: 'POST',
    url: '/services/:id/restart',
    config: { role: 'operator', scoped: true },
    schema: { ...starting, operationId: 'restartService', summary: 'Stops and starts a service' },
    handler: async (request) => present(await app.services.restart(request.params.id)),
  })

  app.route({
    method: 'POST',
    url: '/services/:id/stop',
    config: { role: 'operator', scoped: true },
    schema: {
      tags,
      operationId: 'stopService',
      summary: 'Stops a service',
      description: 'New connections are refused at once; open ones may finish until the deadline.',
      params: Params,
      body: Type.Union([StopInput, Type.Null()]),
      response: {
        200: answer(Service, 'The service, stopped.'),
        ...problems(...WITH_BODY, 'not-found', 'invalid-state', 'store-unavailable'),
      },
    },
    handler: async (request) => present(await app.services.stop(request.params.id, request.body?.drainMs)),
  })
}

const etag = ({ settings }: ConfiguredService) => `"${settings.revision}"`

/** Understands `3`, `"3"` and `W/"3"`; null without the header and for `*`, which any revision satisfies. */
function revisionOf(header: string | undefined): number | null {
  if (header === undefined || header.trim() === '*') return null
  const revision = /^\s*(?:W\/)?"?(\d+)"?\s*$/.exec(header)?.[1]
  if (revision) return Number(revision)
  throw invalid([{ path: '', message: `If-Match ${JSON.stringify(header)} is not a revision, such as "3"` }])
}
