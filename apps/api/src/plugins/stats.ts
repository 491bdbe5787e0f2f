import plugin from 'fastify-plugin'
import { Sampler } from '../stats/sampler.ts'

declare module 'fastify' {
  interface FastifyInstance {
    sampler: Sampler
  }
}

/** Looks at what services carry once a second, whether anybody asks or not. */
export const stats = plugin(
  async (app) => {
    const { services, store, errorCounts: errors } = app
    const sampler = new Sampler({ services, errors, newestSeq: () => store.journal.newest })
    app.decorate('sampler', sampler)
    app.addHook('onClose', async () => sampler.stop())
  },
  { name: 'stats', dependencies: ['store', 'switchboard'] },
)
