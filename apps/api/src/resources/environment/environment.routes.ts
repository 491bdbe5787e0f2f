import { Environment } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Environment as Given } from '../../environment.ts'
import { certificateOf } from '../../tls/tls-server.ts'
import { answer, problems } from '../documented.ts'
import { presentVariables } from './variables.ts'

export const environmentRoutes: FastifyPluginAsyncTypebox<{ environment: Given }> = async (
  app,
  { environment },
) => {
  app.route({
    method: 'GET',
    url: '/environment',
    config: { role: 'admin' },
    schema: {
      tags: ['settings'],
      operationId: 'getEnvironment',
      summary: 'Tells what the manager was started with',
      description: 'Its environment variables, with secrets masked, and its certificate.',
      response: { 200: answer(Environment, 'Variables and certificate.'), ...problems() },
    },
    handler: async () => ({
      variables: presentVariables(environment),
      certificate: certificateOf(app.server),
    }),
  })
}
