import plugin from 'fastify-plugin'
import type { FastifyRequest } from 'fastify'
import { callerOf } from '../access/caller.ts'
import { Reach } from '../access/reach.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What the caller can reach of services and their history. */
    readonly reach: Reach
  }
}

/** What tokens for some services can reach. A route below `/services/:id`, `/connections/:id` or `/files/:id` need not think of it. */
export const reach = plugin(
  async (app) => {
    app.decorateRequest('reach', {
      getter(this: FastifyRequest) {
        return new Reach(app, callerOf(this).services)
      },
    })
    app.addHook('preValidation', async (request) => {
      if (request.caller?.services) await insist(request, request.reach)
    })
  },
  { name: 'reach', dependencies: ['access', 'store', 'switchboard'] },
)

/** Throws `not-found` where the address names something that is out of scope. */
async function insist({ routeOptions: { url = '' }, params }: FastifyRequest, reach: Reach): Promise<void> {
  const { id = '' } = params as { id?: string }
  if (url.startsWith('/api/v1/services/:id')) return reach.insistOnService(id)
  if (url.startsWith('/api/v1/connections/:id')) return await reach.insistOnConnection(id)
  if (url.startsWith('/api/v1/files/:id')) return await reach.insistOnFile(id)
}
