import { PasswordChange } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { callerOf } from '../../access/caller.ts'
import { confirmPassword, hashNewPassword } from '../../identity/sign-in.ts'
import { nothing, problems } from '../documented.ts'
import { ownUser } from './own-user.ts'

export const passwordRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { identity } = app

  app.route({
    method: 'PUT',
    url: '/session/password',
    config: { role: 'viewer' },
    schema: {
      tags: ['session'],
      operationId: 'changePassword',
      summary: 'Changes the own password and signs out everywhere else',
      body: PasswordChange,
      response: {
        204: nothing('It is changed.'),
        ...problems('validation-failed', 'invalid-state', 'unsupported-media-type', 'store-unavailable'),
      },
    },
    handler: async (request, reply) => {
      const user = ownUser(request)
      const { current, password } = request.body
      await confirmPassword(identity, user, current, '/current')
      const hash = await hashNewPassword(password, user.username)
      await identity.changeUser(user.id, () => ({ password: hash }), callerOf(request).sessionId)
      const doer = { caller: request.caller, address: request.ip }
      const subject = { id: user.id, name: user.username }
      identity.events.tell({ type: 'password.changed', ...doer, subject })
      return reply.code(204).send()
    },
  })
}
