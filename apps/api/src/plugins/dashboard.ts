import { existsSync } from 'node:fs'
import { extname, join } from 'node:path'
import files from '@fastify/static'
import plugin from 'fastify-plugin'
import type { FastifyReply } from 'fastify'
import { ApiError } from '../problem.ts'

type Options = {
  /** The built dashboard. */
  directory: string
}

/** The dashboard's own files. Any other address is one of its screens, which index.html finds by itself. */
export const dashboard = plugin<Options>(
  async (app, { directory }) => {
    const isBuilt = existsSync(join(directory, 'index.html'))
    if (!isBuilt) app.log.warn({ directory }, 'the dashboard is not built: only the API answers')
    if (isBuilt) await app.register(files, { root: directory, serve: false, cacheControl: false })
    app.route<{ Params: { '*': string } }>({
      method: 'GET',
      url: '/*',
      schema: { hide: true },
      handler: async (request, reply) => {
        const path = request.params['*']
        if (path === 'api' || path.startsWith('api/')) return reply.callNotFound()
        if (!isBuilt) throw new ApiError('not-found', 'The dashboard is not built: npm start builds it.')
        return extname(path) ? sendFile(reply, path) : sendScreen(reply)
      },
    })
  },
  { name: 'dashboard', dependencies: ['access'] },
)

/** Vite puts a hash of the content into the names below assets/: they never change. */
function sendFile(reply: FastifyReply, path: string): FastifyReply {
  const forever = path.startsWith('assets/')
  reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache')
  return reply.sendFile(path)
}

function sendScreen(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-cache').sendFile('index.html')
}
