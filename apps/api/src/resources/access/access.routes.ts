import { AccessTestInput, AccessTestResult } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { isIP } from 'node:net'
import { invalid } from '../../problem.ts'
import { answer, problems } from '../documented.ts'

export const accessRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    method: 'POST',
    url: '/access::test',
    config: { role: 'viewer', scoped: true },
    schema: {
      tags: ['services'],
      operationId: 'testAccess',
      summary: 'Tells what would happen to a peer, and what decides',
      description:
        'By access rules and times, and while the service runs also by its limits. Nothing is counted.',
      body: AccessTestInput,
      response: {
        200: answer(AccessTestResult, 'What would happen now.'),
        ...problems('validation-failed', 'not-found', 'payload-too-large', 'unsupported-media-type'),
      },
    },
    handler: async ({ body: { serviceId, address }, reach }) => {
      if (isIP(address) === 0) {
        const message = `${JSON.stringify(address)} is not an IPv4 or IPv6 address, such as 192.0.2.7`
        throw invalid([{ path: '/address', message }])
      }
      reach.insistOnService(serviceId)
      return await app.services.get(serviceId).running.test(address)
    },
  })
}
