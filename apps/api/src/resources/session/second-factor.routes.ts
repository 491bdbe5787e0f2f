import { PasswordProof, RecoveryCodes, SecondFactorInput, SecondFactorOffer } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { callerOf } from '../../access/caller.ts'
import type { FastifyRequest } from 'fastify'
import type { IdentityEventType } from '../../identity/identity-event.ts'
import { NO_SECOND_FACTOR } from '../../identity/second-factors.ts'
import { confirmPassword } from '../../identity/sign-in.ts'
import { ApiError } from '../../problem.ts'
import { answer, nothing, problems } from '../documented.ts'
import { ownUser } from './own-user.ts'

const url = '/session/second-factor'
const tags = ['session']
const PROBLEMS = [
  'validation-failed',
  'invalid-state',
  'unsupported-media-type',
  'store-unavailable',
] as const

/** The second factor of the user who calls. */
export const secondFactorRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { identity } = app

  const tell = (type: IdentityEventType, request: FastifyRequest) => {
    const { id, username } = ownUser(request)
    const doer = { caller: request.caller, address: request.ip }
    identity.events.tell({ type, ...doer, subject: { id, name: username } })
  }

  app.route({
    method: 'POST',
    url,
    config: { role: 'viewer' },
    schema: {
      tags,
      operationId: 'offerSecondFactor',
      summary: 'Begins a second factor: the secret for an authenticator app',
      description: 'Nothing changes until a code confirms it, within a quarter of an hour.',
      body: PasswordProof,
      response: { 200: answer(SecondFactorOffer, 'For the app, shown this once.'), ...problems(...PROBLEMS) },
    },
    handler: async (request) => {
      const user = ownUser(request)
      await confirmPassword(identity, user, request.body.password, '/password')
      return identity.secondFactors.offer(user)
    },
  })

  app.route({
    method: 'PUT',
    url,
    config: { role: 'viewer' },
    schema: {
      tags,
      operationId: 'confirmSecondFactor',
      summary: 'Confirms the second factor with a first code: from now on it is asked for at sign-in',
      body: SecondFactorInput,
      response: {
        200: answer(RecoveryCodes, 'Each signs in once without the app. Shown this once.'),
        ...problems(...PROBLEMS, 'secrets-unavailable'),
      },
    },
    handler: async (request) => {
      const user = ownUser(request)
      const giveBack = identity.throttle.confirm(user.id)
      const recoveryCodes = await identity.secondFactors.confirm(user, request.body.code)
      giveBack()
      tell('second-factor.enabled', request)
      return { recoveryCodes }
    },
  })

  app.route({
    method: 'DELETE',
    url,
    config: { role: 'viewer' },
    schema: {
      tags,
      operationId: 'removeSecondFactor',
      summary: 'Takes the second factor away and signs out everywhere else',
      body: PasswordProof,
      response: { 204: nothing('It is gone.'), ...problems(...PROBLEMS) },
    },
    handler: async (request, reply) => {
      const user = ownUser(request)
      await confirmPassword(identity, user, request.body.password, '/password')
      if (user.secondFactor === null) throw new ApiError('invalid-state', 'There is no second factor.')
      await identity.changeUser(user.id, () => NO_SECOND_FACTOR, callerOf(request).sessionId)
      tell('second-factor.disabled', request)
      return reply.code(204).send()
    },
  })
}
