import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { ManagerMetrics } from '../../metrics/manager-metrics.ts'
import { processMetrics } from '../../metrics/process-metrics.ts'
import { ServiceMetrics } from '../../metrics/service-metrics.ts'
import { problems } from '../documented.ts'

const exposition = Type.Unsafe<string>({
  description: 'All metrics, in the text format of Prometheus.',
  content: { 'text/plain': { schema: { type: 'string' } } },
})

export const metricsRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { metrics: registry, manager, store, loopDelay, websocketServer } = app
  const services = new ServiceMetrics(registry, app.services)
  const readers = () => websocketServer.clients.size
  const manage = new ManagerMetrics({ registry, manager, store, loopDelay, readers })
  app.journalMetrics.labelsOf = (serviceId) => services.labelsOf(serviceId)

  app.route({
    method: 'GET',
    url: '/metrics',
    config: { role: 'viewer' },
    schema: {
      tags: ['health'],
      operationId: 'getMetrics',
      summary: 'Tells all numbers at once, for Prometheus',
      response: { 200: exposition, ...problems() },
    },
    handler: async (_request, reply) => {
      await manage.refresh()
      services.refresh()
      reply.type(registry.contentType)
      return `${await registry.metrics()}\n${await processMetrics.metrics()}`
    },
  })
}
