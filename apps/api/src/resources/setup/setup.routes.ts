import { Session, Setup, SetupInput } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { rememberDevice } from '../../access/device.ts'
import { hashNewPassword } from '../../identity/sign-in.ts'
import { ApiError } from '../../problem.ts'
import { answer, problems } from '../documented.ts'
import { presentSession } from '../session/session.presenter.ts'

const tags = ['setup']

export const setupRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { identity, access, secrets } = app

  app.route({
    method: 'GET',
    url: '/setup',
    config: { open: true },
    schema: {
      tags,
      operationId: 'getSetup',
      summary: 'Tells whether the first user is still to be made',
      security: [],
      response: { 200: answer(Setup, 'There is no user yet.'), ...problems('not-found') },
    },
    handler: async () => {
      if (!identity.users.isEmpty) throw setUp()
      return { needed: true as const }
    },
  })

  app.route({
    method: 'POST',
    url: '/setup',
    config: { open: true },
    schema: {
      tags,
      operationId: 'setUp',
      summary: 'Makes the first user, an admin, and signs in',
      description: 'With the setup code, which the manager writes into its log while there is no user.',
      security: [],
      body: SetupInput,
      response: {
        201: answer(Session, 'Made and signed in.'),
        ...problems('validation-failed', 'not-found', 'unsupported-media-type', 'store-unavailable'),
      },
    },
    handler: async ({ body, ip }, reply) => {
      if (!identity.users.isEmpty) throw setUp()
      if (!identity.setupCode.matches(body.code)) throw wrongCode(ip)
      const password = await hashNewPassword(body.password, body.username)
      const first = { username: body.username, password, role: 'admin' } as const
      const user = await identity.users.createFirst(first)
      if (!user) throw setUp()
      const caller = await access.begin(reply, { userId: user.id })
      await rememberDevice(reply, secrets, user)
      identity.events.tell({
        ...{ type: 'setup.completed', caller, address: ip },
        subject: { id: user.id, name: user.username },
      })
      return reply.code(201).send(presentSession(caller, app))
    },
  })

  function wrongCode(address: string): ApiError {
    identity.throttle.fail(address)
    const message = 'is not the setup code: the newest start of Switchboard has written it into its log'
    return new ApiError('unauthenticated', `The code ${message}.`, { errors: [{ path: '/code', message }] })
  }
}

const setUp = () => new ApiError('not-found', 'Switchboard is set up: sign in with POST /api/v1/session.')
