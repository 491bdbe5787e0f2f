import { Settings, SettingsPatch, Storage } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { checkIfMatch, etagOf, IfMatch } from '../../etag.ts'
import { timestampOrNull } from '../../time.ts'
import { answer, problems } from '../documented.ts'
import { SettingsKeeper } from './settings-keeper.ts'

const tags = ['settings']

export const settingsRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const keeper = await SettingsKeeper.open({
    store: app.store,
    services: app.services,
    bans: app.bans,
    log: app.log,
  })

  app.route({
    method: 'GET',
    url: '/settings',
    config: { role: 'viewer' },
    schema: {
      tags,
      operationId: 'getSettings',
      summary: 'Reads what is set for all of Switchboard',
      response: { 200: answer(Settings, 'The settings; `ETag` is for `If-Match`.'), ...problems() },
    },
    handler: async (_request, reply) => {
      reply.header('etag', etagOf(keeper.settings))
      return keeper.settings
    },
  })

  app.route({
    method: 'PATCH',
    url: '/settings',
    config: { role: 'admin' },
    schema: {
      tags,
      operationId: 'changeSettings',
      summary: 'Changes settings; what is left out stays',
      description: 'What a shorter retention leaves no room for is deleted in the background, oldest first.',
      headers: IfMatch,
      body: SettingsPatch,
      response: {
        200: answer(Settings, 'The settings now.'),
        ...problems('validation-failed', 'precondition-failed', 'store-unavailable'),
      },
    },
    handler: async ({ headers, body }, reply) => {
      checkIfMatch(headers['if-match'], keeper.settings, 'the settings')
      const settings = await keeper.change(body)
      reply.header('etag', etagOf(settings))
      return settings
    },
  })

  app.route({
    method: 'GET',
    url: '/storage',
    config: { role: 'viewer' },
    schema: {
      tags,
      operationId: 'getStorage',
      summary: 'Tells how much is kept',
      response: { 200: answer(Storage, 'What the database keeps.'), ...problems('store-unavailable') },
    },
    handler: async () => {
      const { oldestAt, ...use } = await app.store.retention.use()
      return { ...use, oldestAt: timestampOrNull(oldestAt) }
    },
  })
}
