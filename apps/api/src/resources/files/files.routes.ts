import { File, PageQuery } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FileRow } from '@switchboard/store'
import { Type } from 'typebox'
import { answer, bytes, nothing, page, problems } from '../documented.ts'
import { pageOf } from '../page.ts'
import { sendContent } from './file-content.ts'
import { presentFile } from './files.presenter.ts'
import { noFile } from './no-file.ts'

const Params = Type.Object({ id: Type.String({ description: 'Id of the file.' }) })

const Query = Type.Object(
  {
    ...PageQuery.properties,
    service: Type.Optional(
      Type.String({ maxLength: 64, description: 'Id of a service, which may have been deleted.' }),
    ),
  },
  { additionalProperties: false },
)

const tags = ['files']

export const filesRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const getRow = async (id: string): Promise<FileRow> => {
    const row = await app.store.files.get(id)
    if (row) return row
    throw noFile(id)
  }

  app.route({
    method: 'GET',
    url: '/files',
    config: { role: 'viewer', scoped: true },
    schema: {
      tags,
      operationId: 'listFiles',
      summary: 'Lists received files, newest first',
      querystring: Query,
      response: {
        200: page(File, 'One page of files.'),
        ...problems('validation-failed', 'store-unavailable'),
      },
    },
    handler: async ({ query: { limit, before, service }, reach }) => {
      const rows = await reach.files.list({
        limit: limit + 1,
        ...(before && { before }),
        ...(service && { serviceId: service }),
      })
      return pageOf(rows.map(presentFile), limit, ({ id }) => id)
    },
  })

  app.route({
    method: 'GET',
    url: '/files/:id',
    config: { role: 'viewer', scoped: true },
    schema: {
      tags,
      operationId: 'getFile',
      summary: 'Reads what is on record about a file',
      params: Params,
      response: { 200: answer(File, 'The file.'), ...problems('not-found', 'store-unavailable') },
    },
    handler: async ({ params: { id } }) => presentFile(await getRow(id)),
  })

  app.route({
    method: 'GET',
    url: '/files/:id/content',
    config: { role: 'viewer', scoped: true },
    schema: {
      tags,
      operationId: 'downloadFile',
      summary: 'Downloads a file, or one range of it; the ETag is its SHA-256',
      params: Params,
      response: {
        200: bytes('The whole file.'),
        206: bytes('The range that was asked for.'),
        304: nothing('It is still the file of If-None-Match.'),
        ...problems('not-found', 'range-not-satisfiable', 'store-unavailable'),
      },
    },
    handler: async (request, reply) => {
      const file = await getRow(request.params.id)
      return sendContent(request, reply, file, app.files.path(file))
    },
  })

  app.route({
    method: 'DELETE',
    url: '/files/:id',
    config: { role: 'operator', scoped: true },
    schema: {
      tags,
      operationId: 'deleteFile',
      summary: 'Deletes a file and frees its room',
      params: Params,
      response: { 204: nothing('It is gone.'), ...problems('not-found', 'store-unavailable') },
    },
    handler: async ({ params: { id } }, reply) => {
      if (!(await app.files.delete(id))) throw noFile(id)
      return reply.code(204).send()
    },
  })
}
