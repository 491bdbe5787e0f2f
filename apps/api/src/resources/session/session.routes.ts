import { Session, SessionInput } from '@switchboard/contract'
import type { Caller } from '../../access/caller.ts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ApiError } from '../../problem.ts'
import { answer, nothing, problems } from '../documented.ts'

const tags = ['session']

export const sessionRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    method: 'POST',
    url: '/session',
    config: { open: true },
    schema: {
      tags,
      operationId: 'signIn',
      summary: 'Signs a browser in',
      description: 'Sets the session cookie, which lasts twelve hours. Open to everybody who has the token.',
      security: [],
      body: SessionInput,
      response: {
        200: answer(Session, 'Signed in.'),
        ...problems('validation-failed', 'invalid-state', 'payload-too-large', 'unsupported-media-type'),
      },
    },
    handler: async (request, reply) => {
      const { body } = request
      app.access.signIn(request, reply, 'token' in body ? body.token : body.password)
      return present({ role: 'admin', method: 'session', name: 'admin', sessionId: '' })
    },
  })

  app.route({
    method: 'GET',
    url: '/session',
    config: { role: 'viewer' },
    schema: {
      tags,
      operationId: 'whoAmI',
      summary: 'Tells who is calling',
      response: { 200: answer(Session, 'Who is calling, and by what right.'), ...problems() },
    },
    handler: async ({ caller }) => {
      if (!caller) throw new ApiError('unauthenticated', 'Nobody is signed in.')
      return present(caller)
    },
  })

  app.route({
    method: 'DELETE',
    url: '/session',
    config: { role: 'viewer' },
    schema: {
      tags,
      operationId: 'signOut',
      summary: 'Signs a browser out',
      response: { 204: nothing('Signed out.'), ...problems() },
    },
    handler: async (request, reply) => {
      app.access.signOut(request, reply)
      return reply.code(204).send()
    },
  })
}

function present({ role, method, name }: Caller): Session {
  const user = { userId: null, username: null, services: null, secondFactor: false, expiresAt: null }
  return { authenticated: true, method, role, name: name ?? 'everybody on this machine', ...user }
}
