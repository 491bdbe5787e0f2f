import { Protocol } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { catalogue } from '@switchboard/protocols'
import { Type } from 'typebox'
import { ApiError } from '../../problem.ts'
import { all, answer, problems } from '../documented.ts'
import { presentProtocol } from './protocols.presenter.ts'

const tags = ['protocols']

export const protocolsRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    method: 'GET',
    url: '/protocols',
    config: { role: 'viewer', scoped: true },
    schema: {
      tags,
      operationId: 'listProtocols',
      summary: 'Lists the protocols a service can speak',
      response: { 200: all(Protocol, 'All protocols, in the order people shall see them.'), ...problems() },
    },
    handler: async () => [...catalogue.values()].map(presentProtocol),
  })

  app.route({
    method: 'GET',
    url: '/protocols/:id',
    config: { role: 'viewer', scoped: true },
    schema: {
      tags,
      operationId: 'getProtocol',
      summary: 'Reads a protocol',
      params: Type.Object({ id: Type.String({ description: 'Id of the protocol.' }) }),
      response: { 200: answer(Protocol, 'The protocol.'), ...problems('not-found') },
    },
    handler: async ({ params: { id } }) => {
      const protocol = catalogue.get(id)
      if (protocol) return presentProtocol(protocol)
      throw new ApiError(
        'not-found',
        `There is no protocol ${id}; there are ${[...catalogue.keys()].join(', ')}.`,
      )
    },
  })
}
