import { createReadStream } from 'node:fs'
import { Backup, PageQuery } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { ApiError } from '../../problem.ts'
import { answer, nothing, page, problems } from '../documented.ts'
import { pageOf } from '../page.ts'
import { BackupShelf } from './backup-shelf.ts'

type Options = {
  /** Absolute. */
  folder: string
  databaseUrl: string
}

const Params = Type.Object({ id: Type.String({ maxLength: 64, description: 'Id of the backup.' }) })

const database = Type.Unsafe<unknown>({
  description: 'The database, a SQLite file.',
  content: { 'application/vnd.sqlite3': { schema: { type: 'string', format: 'binary' } } },
})

const tags = ['backups']

export const backupsRoutes: FastifyPluginAsyncTypebox<Options> = async (app, { folder, databaseUrl }) => {
  const shelf = await BackupShelf.open({ folder, databaseUrl, log: app.log })
  app.addHook('onClose', () => shelf.close())

  const get = async (id: string): Promise<Backup> => {
    const backup = await shelf.find(id)
    if (backup) return backup
    throw new ApiError('not-found', `There is no backup ${id}: GET /api/v1/backups lists what there is.`)
  }

  app.route({
    method: 'POST',
    url: '/backups',
    config: { role: 'admin' },
    schema: {
      tags,
      operationId: 'createBackup',
      summary: 'Begins a copy of the database as it is now',
      description:
        'Everybody goes on reading and writing meanwhile. Its `progress` is read by `GET /backups/{id}`.',
      response: { 202: answer(Backup, 'It is being made.'), ...problems('invalid-state') },
    },
    handler: async (_request, reply) => {
      const backup = shelf.begin()
      return reply.code(202).header('location', `/api/v1/backups/${backup.id}`).send(backup)
    },
  })

  app.route({
    method: 'GET',
    url: '/backups',
    config: { role: 'admin' },
    schema: {
      tags,
      operationId: 'listBackups',
      summary: 'Lists backups, newest first',
      querystring: PageQuery,
      response: { 200: page(Backup, 'One page of backups.'), ...problems('validation-failed') },
    },
    handler: async ({ query: { limit, before } }) => {
      const backups = (await shelf.list()).filter(({ id }) => before === undefined || id < before)
      return pageOf(backups.slice(0, limit + 1), limit, ({ id }) => id)
    },
  })

  app.route({
    method: 'GET',
    url: '/backups/:id',
    config: { role: 'admin' },
    schema: {
      tags,
      operationId: 'getBackup',
      summary: 'Reads a backup and how far it is',
      params: Params,
      response: { 200: answer(Backup, 'The backup.'), ...problems('not-found') },
    },
    handler: async ({ params: { id } }) => get(id),
  })

  app.route({
    method: 'GET',
    url: '/backups/:id/content',
    config: { role: 'admin' },
    exposeHeadRoute: false,
    schema: {
      tags,
      operationId: 'downloadBackup',
      summary: 'Downloads a backup',
      params: Params,
      response: { 200: database, ...problems('not-found', 'invalid-state') },
    },
    handler: async ({ params: { id } }, reply) => {
      const backup = await get(id)
      if (backup.state !== 'done' || backup.bytes === null)
        throw new ApiError(
          'invalid-state',
          `The backup ${id} is ${backup.state}: there is nothing to download.`,
        )
      reply.type('application/vnd.sqlite3').header('content-length', backup.bytes)
      reply.header('content-disposition', `attachment; filename="switchboard-${id}.db"`)
      return reply.header('cache-control', 'no-store').send(createReadStream(shelf.path(backup)))
    },
  })

  app.route({
    method: 'DELETE',
    url: '/backups/:id',
    config: { role: 'admin' },
    schema: {
      tags,
      operationId: 'deleteBackup',
      summary: 'Deletes a backup, or cancels it while it is being made',
      params: Params,
      response: { 204: nothing('It is gone.'), ...problems('not-found') },
    },
    handler: async ({ params: { id } }, reply) => {
      await shelf.delete(await get(id))
      return reply.code(204).send()
    },
  })
}
