import { OwnSessions, Session, SessionInput, type PasswordSignIn } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { refuseBanned } from '../../bans/refuse-banned.ts'
import { callerOf, type Caller } from '../../access/caller.ts'
import { deviceOf, rememberDevice } from '../../access/device.ts'
import { signIn } from '../../identity/sign-in.ts'
import { ApiError } from '../../problem.ts'
import { answer, nothing, problems } from '../documented.ts'
import { ownUser } from './own-user.ts'
import { presentOwnSession, presentSession } from './session.presenter.ts'

const tags = ['session']
const WITH_BODY = ['validation-failed', 'payload-too-large', 'unsupported-media-type'] as const

export const sessionRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { identity, access, secrets } = app

  const byPassword = async (input: PasswordSignIn, reply: FastifyReply): Promise<Caller> => {
    const { request } = reply
    const origin = { address: request.ip, device: deviceOf(request, secrets) }
    const claimed = identity.users.named(input.username)
    // Whoever guesses behind the same address must not lock a user's own browser out.
    if (!claimed || !origin.device?.knows(claimed)) refuseBanned(app.bans, request.ip)
    const user = await signIn(identity, input, origin)
    const isStillRight = () => identity.users.find(user.id)?.password === user.password
    const caller = await access.begin(reply, { userId: user.id }, isStillRight)
    await rememberDevice(reply, secrets, user)
    return caller
  }

  const byToken = async (token: string, reply: FastifyReply): Promise<Caller> => {
    const { tokenId } = access.ofToken(token, reply.request.ip)
    return await access.begin(reply, { tokenId })
  }

  app.route({
    method: 'POST',
    url: '/session',
    config: { open: true },
    schema: {
      tags,
      operationId: 'signIn',
      summary: 'Signs a browser in, with name and password or with a token',
      description:
        'Sets the session cookie. Where only the code of a second factor is missing, `errors` names `/code`. Open to everybody; wrong tries are slowed down.',
      security: [],
      body: SessionInput,
      response: {
        200: answer(Session, 'Signed in.'),
        ...problems(...WITH_BODY, 'secrets-unavailable', 'store-unavailable'),
      },
    },
    handler: async ({ body }, reply) => {
      const caller = 'token' in body ? await byToken(body.token, reply) : await byPassword(body, reply)
      return presentSession(caller, app)
    },
  })

  app.route({
    method: 'GET',
    url: '/session',
    config: { role: 'viewer', scoped: true },
    schema: {
      tags,
      operationId: 'whoAmI',
      summary: 'Tells who is calling',
      response: { 200: answer(Session, 'Who is calling, and by what right.'), ...problems() },
    },
    handler: async (request) => presentSession(callerOf(request), app),
  })

  app.route({
    method: 'DELETE',
    url: '/session',
    config: { role: 'viewer', scoped: true },
    schema: {
      tags,
      operationId: 'signOut',
      summary: 'Signs a browser out',
      response: { 204: nothing('Signed out.'), ...problems('store-unavailable') },
    },
    handler: async (_request, reply) => {
      await access.signOut(reply)
      return reply.code(204).send()
    },
  })

  app.route({
    method: 'GET',
    url: '/session/all',
    config: { role: 'viewer' },
    schema: {
      tags,
      operationId: 'listOwnSessions',
      summary: 'Lists the browsers in which the user is signed in, newest first',
      response: { 200: answer(OwnSessions, 'All of them.'), ...problems('invalid-state') },
    },
    handler: async (request) => {
      const { id } = ownUser(request)
      const { sessionId } = callerOf(request)
      return { items: identity.sessions.ofUser(id).map((session) => presentOwnSession(session, sessionId)) }
    },
  })

  app.route({
    method: 'DELETE',
    url: '/session/all/:id',
    config: { role: 'viewer' },
    schema: {
      tags,
      operationId: 'endOwnSession',
      summary: 'Signs the user out in one browser',
      params: Type.Object({ id: Type.String({ description: 'Id of the session.' }) }),
      response: {
        204: nothing('Signed out there.'),
        ...problems('not-found', 'invalid-state', 'store-unavailable'),
      },
    },
    handler: async (request, reply) => {
      const { id, username } = ownUser(request)
      const session = identity.sessions.ofUser(id).find((it) => it.id === request.params.id)
      if (!session) {
        const remedy = 'GET /api/v1/session/all lists yours.'
        throw new ApiError('not-found', `There is no session ${request.params.id}: ${remedy}`)
      }
      await identity.sessions.end([session.id])
      const doer = { caller: request.caller, address: request.ip }
      identity.events.tell({ type: 'session.ended', ...doer, subject: { id: session.id, name: username } })
      return reply.code(204).send()
    },
  })
}
