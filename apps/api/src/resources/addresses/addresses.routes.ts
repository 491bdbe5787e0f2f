import { isIP } from 'node:net'
import { AddressCheck, AddressCheckInput } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { invalid } from '../../problem.ts'
import { answer, problems } from '../documented.ts'
import { AddressProbe } from './address-probe.ts'

export const addressRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const probe = new AddressProbe(app.services)

  app.route({
    method: 'POST',
    url: '/addresses::check',
    config: { role: 'admin' },
    schema: {
      tags: ['services'],
      operationId: 'checkAddress',
      summary: 'Tells whether a service could listen on an address now, and who is there',
      description:
        'The address is taken for a moment and given back. Another program may take it before the service starts.',
      body: AddressCheckInput,
      response: {
        200: answer(AddressCheck, 'Whether it is free now.'),
        ...problems('validation-failed', 'payload-too-large', 'unsupported-media-type'),
      },
    },
    handler: async ({ body: { transport, host = '127.0.0.1', port, serviceId = null } }) => {
      if (isIP(host) === 0) {
        const message = `${JSON.stringify(host)} is not an IPv4 or IPv6 address, such as 127.0.0.1`
        throw invalid([{ path: '/host', message }])
      }
      return await probe.check({ transport, host, port }, serviceId)
    },
  })
}
