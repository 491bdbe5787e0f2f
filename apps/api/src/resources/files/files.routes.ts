import { File, FileUsage, PageQuery } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FileRow } from '@switchboard/store'
import { Type } from 'typebox'
import { answer, bytes, nothing, page, problems } from '../documented.ts'
import { encodeBatch } from '@switchboard/journal'
import { FilterText, findingOf, readFilter } from '../filter-query.ts'
import { sendContent } from './file-content.ts'
import { FileSequence, FileSort } from './file-order.ts'
import { filePage } from './file-page.ts'
import { fileUsage } from './file-usage.ts'
import { presentFile } from './files.presenter.ts'
import { noFile } from './no-file.ts'
import { damagedEntry, sendCheck } from './verify-file.ts'

const Params = Type.Object({ id: Type.String({ description: 'Id of the file.' }) })

const Query = Type.Object(
  {
    ...PageQuery.properties,
    // A cursor may have the name of a file in it.
    before: Type.Optional(
      Type.String({ minLength: 1, maxLength: 2048, description: 'The `next` of the page before.' }),
    ),
    filter: Type.Optional(FilterText),
    sort: Type.Optional(FileSort),
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
      summary: 'Lists received files',
      description:
        'With a filter a page may have fewer files than asked for and a `next` all the same: each request looks for a quarter of a second.',
      querystring: Query,
      response: {
        200: page(File, 'One page of files.'),
        ...problems('validation-failed', 'store-unavailable'),
      },
    },
    handler: async ({ query: { limit, before, service, filter, sort = '-receivedAt' }, reach }) => {
      const { rows, next } = await filePage(reach.files, {
        ...{ limit, before, serviceId: service },
        sequence: new FileSequence(sort),
        finding: filter ? findingOf(readFilter(filter, 'files'), app.services) : null,
      })
      return { items: rows.map(presentFile), next }
    },
  })

  app.route({
    method: 'GET',
    url: '/files/usage',
    config: { role: 'viewer', scoped: true },
    schema: {
      tags,
      operationId: 'readFileUsage',
      summary: 'Reads what the files of each service take, and may take',
      response: { 200: answer(FileUsage, 'By service.'), ...problems() },
    },
    handler: ({ reach }) => fileUsage(app.files, reach),
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
    method: 'POST',
    url: '/files/:id/verify',
    config: { role: 'operator', scoped: true },
    schema: {
      tags,
      operationId: 'verifyFile',
      summary: 'Hashes a file on the disk again and compares it with what was received',
      description:
        'A line of JSON a few times a second tells how many bytes were read; the last one has `sha256` and `matches`. A file that is not what was received is told to the journal as `file.damaged`. It ends when the connection is closed.',
      params: Params,
      response: {
        200: bytes('How far it is, and the outcome.', 'application/x-ndjson'),
        ...problems('not-found', 'store-unavailable'),
      },
    },
    handler: async (request, reply) => {
      const file = await getRow(request.params.id)
      return sendCheck(reply, file, app.files.path(file), async (found) => {
        await app.journal(encodeBatch([damagedEntry(file, found)]))
      })
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
