import { Health } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { answer, problems } from '../documented.ts'
import { presentHealth } from './health.presenter.ts'

export const healthRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    method: 'GET',
    url: '/health',
    config: { open: true },
    schema: {
      tags: ['health'],
      operationId: 'getHealth',
      summary: 'Tells how the manager is',
      description: 'Open to everybody. Always 200: `status` tells.',
      security: [],
      response: { 200: answer(Health, 'How the manager and its parts are.'), ...problems() },
    },
    handler: async () => presentHealth(app.store, app.manager, app.loopDelay.read()),
  })
}
