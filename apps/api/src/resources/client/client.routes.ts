import { ClientSendInput, ClientSendResult } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { PortAddress } from '@switchboard/netcore'
import type { FastifyInstance } from 'fastify'
import { TestClient } from '../../client/test-client.ts'
import { answer, problems } from '../documented.ts'

/** A mebibyte of messages in Base64, as much of what is expected, and what stands around them. */
const LARGEST_BYTES = 4 * 1024 * 1024

export const clientRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const client = new TestClient()

  app.route({
    method: 'POST',
    url: '/client::send',
    config: { role: 'operator', scoped: true },
    bodyLimit: LARGEST_BYTES,
    schema: {
      tags: ['services'],
      operationId: 'sendAsClient',
      summary: 'Talks to a service as a client would',
      description:
        'From the manager, to one of the addresses on which the service listens now, and to nothing else. For 30 s at most, with 1 MiB each way. ' +
        'What is refused, or breaks off, is told by `endedBy`: the answer is 200 all the same. Whoever cancels the request hangs up.',
      body: ClientSendInput,
      response: {
        200: answer(ClientSendResult, 'What was said and heard.'),
        ...problems(
          ...(['validation-failed', 'not-found', 'invalid-state', 'payload-too-large'] as const),
          ...(['unsupported-media-type', 'address-not-available', 'address-not-permitted'] as const),
          'overloaded',
        ),
      },
    },
    handler: async ({ body, reach }, reply) => {
      reach.insistOnService(body.serviceId)
      const cancelled = new AbortController()
      reply.raw.once('close', () => cancelled.abort())
      const service = app.services.get(body.serviceId)
      return await client.send(service, body, { own: addressesOf(app), signal: cancelled.signal })
    },
  })
}

function addressesOf({ server }: FastifyInstance): PortAddress[] {
  const bound = server.address()
  if (typeof bound !== 'object' || bound === null) return []
  return [{ transport: 'tcp', host: bound.address, port: bound.port }]
}
