import { PageQuery, User, UserInput, UserPatch } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { UserRow } from '@switchboard/store'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { checkIfMatch, etagOf, IfMatch } from '../../etag.ts'
import { NO_SECOND_FACTOR } from '../../identity/second-factors.ts'
import { hashNewPassword } from '../../identity/sign-in.ts'
import type { UserChange } from '../../identity/users.ts'
import { answer, nothing, page, problems } from '../documented.ts'
import { pageOf } from '../page.ts'
import { presentUser } from './users.presenter.ts'

const Params = Type.Object({ id: Type.String({ description: 'Id of the user.' }) })

const tags = ['users']
const WITH_BODY = ['validation-failed', 'unsupported-media-type', 'store-unavailable'] as const

export const usersRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { identity } = app
  const present = (user: UserRow) => presentUser(user, identity.sessions)

  const about = (request: FastifyRequest, { id, username }: UserRow) => ({
    ...{ caller: request.caller, address: request.ip },
    subject: { id, name: username },
  })

  app.route({
    method: 'GET',
    url: '/users',
    config: { role: 'admin' },
    schema: {
      tags,
      operationId: 'listUsers',
      summary: 'Lists users, newest first',
      querystring: PageQuery,
      response: { 200: page(User, 'One page of users.'), ...problems('validation-failed') },
    },
    handler: async ({ query: { limit, before } }) => {
      const users = identity.users.list().filter(({ id }) => before === undefined || id < before)
      return pageOf(users.slice(0, limit + 1).map(present), limit, ({ id }) => id)
    },
  })

  app.route({
    method: 'POST',
    url: '/users',
    config: { role: 'admin' },
    schema: {
      tags,
      operationId: 'createUser',
      summary: 'Makes a user',
      body: UserInput,
      response: { 201: answer(User, 'The new user.'), ...problems(...WITH_BODY, 'name-taken') },
    },
    handler: async (request, reply) => {
      const { username, role } = request.body
      const password = await hashNewPassword(request.body.password, username)
      const user = await identity.users.create({ username, password, role })
      const after = present(user)
      identity.events.tell({ type: 'user.created', ...about(request, user), after })
      reply.code(201).headers({ location: `/api/v1/users/${user.id}`, etag: etagOf(settingsOf(user)) })
      return after
    },
  })

  app.route({
    method: 'GET',
    url: '/users/:id',
    config: { role: 'admin' },
    schema: {
      tags,
      operationId: 'getUser',
      summary: 'Reads a user',
      params: Params,
      response: { 200: answer(User, 'The user; `ETag` is for `If-Match`.'), ...problems('not-found') },
    },
    handler: async ({ params }, reply) => {
      const user = identity.users.get(params.id)
      reply.header('etag', etagOf(settingsOf(user)))
      return present(user)
    },
  })

  app.route({
    method: 'PATCH',
    url: '/users/:id',
    config: { role: 'admin' },
    schema: {
      tags,
      operationId: 'changeUser',
      summary: 'Changes a user; what is left out stays',
      description:
        'A new role or password, or the end of the second factor, ends the sessions of the user. The last admin stays admin.',
      params: Params,
      headers: IfMatch,
      body: UserPatch,
      response: {
        200: answer(User, 'The user now.'),
        ...problems(...WITH_BODY, 'not-found', 'name-taken', 'invalid-state', 'precondition-failed'),
      },
    },
    handler: async (request, reply) => {
      const { id } = request.params
      const user = identity.users.get(id)
      const before = present(user)
      const change = await changeOf(request.body, user)
      const isDeep = Object.keys(change).some((field) => field !== 'username')
      const checked = (current: UserRow) => {
        checkIfMatch(request.headers['if-match'], settingsOf(current), current.username)
        return change
      }
      const changed = isDeep
        ? await identity.changeUser(id, checked)
        : await identity.users.change(id, checked)
      const after = present(changed ?? user)
      reply.header('etag', etagOf(settingsOf(changed ?? user)))
      identity.events.tell({ type: 'user.updated', ...about(request, user), before, after })
      return after
    },
  })

  app.route({
    method: 'DELETE',
    url: '/users/:id',
    config: { role: 'admin' },
    schema: {
      tags,
      operationId: 'deleteUser',
      summary: 'Deletes a user and ends all its sessions',
      description: 'The last admin stays. Tokens that the user has made stay, too.',
      params: Params,
      headers: IfMatch,
      response: {
        204: nothing('It is gone.'),
        ...problems('not-found', 'invalid-state', 'precondition-failed', 'store-unavailable'),
      },
    },
    handler: async (request, reply) => {
      const current = identity.users.get(request.params.id)
      checkIfMatch(request.headers['if-match'], settingsOf(current), current.username)
      const before = present(current)
      const user = await identity.deleteUser(request.params.id)
      identity.events.tell({ type: 'user.deleted', ...about(request, user), before })
      return reply.code(204).send()
    },
  })
}

/** What a change is made for: not when the user was last seen. */
const settingsOf = ({ username, role, password, secondFactor }: UserRow) => [
  username,
  role,
  password,
  secondFactor,
]

/** Throws `validation-failed` for a password that will not do. */
async function changeOf(patch: UserPatch, user: UserRow): Promise<UserChange> {
  const { username, role, password, secondFactor } = patch
  return {
    ...(username !== undefined && { username }),
    ...(role !== undefined && role !== user.role && { role }),
    ...(password !== undefined && { password: await hashNewPassword(password, username ?? user.username) }),
    ...(secondFactor === false && NO_SECOND_FACTOR),
  }
}
