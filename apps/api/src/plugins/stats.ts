import plugin from 'fastify-plugin'
import { Sampler } from '../stats/sampler.ts'

declare module 'fastify' {
  interface FastifyInstance {
    sampler: Sampler
  }
}

/** How often hours are written down; a manager that is killed takes so much with it. Seconds. */
const WRITE_EVERY = 60

/** Looks at what services carry once a second, whether anybody asks or not, and writes down hours. */
export const stats = plugin(
  async (app) => {
    const { services, store, errorCounts: errors } = app
    const sampler = new Sampler({ services, errors, newestSeq: () => store.journal.newest })
    app.decorate('sampler', sampler)
    sampler.follow(() => {
      if ((sampler.second ?? 0) % WRITE_EVERY === 0) void sampler.hours.writeDown(store.hours)
    })
    app.addHook('onClose', async () => {
      sampler.stop()
      await sampler.hours.writeDown(store.hours)
    })
  },
  { name: 'stats', dependencies: ['store', 'switchboard'] },
)
