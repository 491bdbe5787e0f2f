import { Readable } from 'node:stream'
import { Chunk } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { ConnectionRecord } from '@switchboard/netcore'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { noConnection } from '../connections/no-connection.ts'
import { bytes, page, problems } from '../documented.ts'
import { chunkPages } from './chunk-pages.ts'
import { presentChunks } from './chunks.presenter.ts'
import { pcapng } from './pcapng/pcapng.ts'

const Params = Type.Object({ id: Type.String({ description: 'Id of the connection.' }) })

const PayloadQuery = Type.Object(
  {
    direction: Type.Optional(
      Type.Enum(['in', 'out'], {
        description:
          'in: what the peer sent. out: what it was sent. Without: both, in the order in which they passed.',
      }),
    ),
  },
  { additionalProperties: false },
)

const ExchangeQuery = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 500, default: 100, description: 'Chunks on a page at most.' }),
    after: Type.Integer({
      minimum: -1,
      default: -1,
      description: 'An ordinal: the `next` of the page before. -1: from the beginning.',
    }),
  },
  { additionalProperties: false },
)

/** A page ends early when its chunks have so many bytes. */
const EXCHANGE_BYTES = 262_144

/** IANA has no type for it; desktops know it by this one. */
const PCAPNG = 'application/x-pcapng'

const tags = ['connections']

/** What was captured of connections, open and past ones. */
export const captureRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { capture } = app.store

  const getRow = async (id: string): Promise<ConnectionRecord> => {
    const row = await app.store.connections.get(id)
    if (row) return row
    throw noConnection(id)
  }

  app.route({
    method: 'GET',
    url: '/connections/:id/payload',
    config: { role: 'viewer', scoped: true },
    exposeHeadRoute: false,
    schema: {
      tags,
      operationId: 'downloadPayload',
      summary: 'Downloads the captured bytes of one direction, or of both as they passed',
      params: Params,
      querystring: PayloadQuery,
      response: {
        200: bytes('The captured bytes, one after the other; none if nothing was captured.'),
        ...problems('validation-failed', 'not-found', 'store-unavailable'),
      },
    },
    handler: async ({ params, query: { direction } }, reply) => {
      const { id } = await getRow(params.id)
      const pages = chunkPages(capture, { connectionId: id, ...(direction && { direction }) })
      const name = direction ? `${id}-${direction}.bin` : `${id}.bin`
      return send(reply, name, 'application/octet-stream', payload(pages))
    },
  })

  app.route({
    method: 'GET',
    url: '/connections/:id/pcapng',
    config: { role: 'viewer', scoped: true },
    exposeHeadRoute: false,
    schema: {
      tags,
      operationId: 'downloadPcapng',
      summary: 'Downloads what was captured as a pcapng file, for Wireshark and its like',
      description:
        'Bytes and times are as captured; handshake, acknowledgements and headers are made up. A Unix socket is shown as TCP over ::1.',
      params: Params,
      response: {
        200: bytes('The file.', PCAPNG),
        ...problems('validation-failed', 'not-found', 'store-unavailable'),
      },
    },
    handler: async ({ params }, reply) => {
      const row = await getRow(params.id)
      const pages = chunkPages(capture, { connectionId: row.id })
      return send(reply, `${row.id}.pcapng`, PCAPNG, pcapng(row, pages))
    },
  })

  app.route({
    method: 'GET',
    url: '/connections/:id/exchange',
    config: { role: 'viewer', scoped: true },
    schema: {
      tags,
      operationId: 'listExchange',
      summary: 'Lists what was captured of a connection, both ways, in the order in which it passed',
      params: Params,
      querystring: ExchangeQuery,
      response: {
        200: page(Chunk, 'One page of chunks. `next`: pass as `after` to read on.'),
        ...problems('validation-failed', 'not-found', 'store-unavailable'),
      },
    },
    handler: async ({ params, query: { limit, after } }) => {
      const { id: connectionId } = await getRow(params.id)
      const query = { connectionId, after, limit, maxBytes: EXCHANGE_BYTES }
      const chunks = await capture.chunks(query)
      const items = await presentChunks(capture, connectionId, chunks)
      const last = chunks.at(-1)
      const more = last ? await capture.chunks({ ...query, after: last.ordinal, limit: 1, maxBytes: 0 }) : []
      return { items, next: last && more.length > 0 ? String(last.ordinal) : null }
    },
  })
}

type Pages = AsyncIterable<{ bytes: Uint8Array }[]>

async function* payload(pages: Pages) {
  for await (const chunks of pages) yield Buffer.concat(chunks.map(({ bytes }) => bytes))
}

/** Streams as the client takes it. A browser saves it and never shows or runs it. */
function send(reply: FastifyReply, name: string, type: string, content: AsyncIterable<Uint8Array>) {
  reply.type(type).header('cache-control', 'no-store')
  reply.header('content-disposition', `attachment; filename="${name}"`)
  return reply.send(Readable.from(content))
}
