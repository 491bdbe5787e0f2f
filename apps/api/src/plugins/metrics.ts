import plugin from 'fastify-plugin'
import { Counter, Registry } from 'prom-client'
import { LoopDelay } from '../loop-delay.ts'
import { JournalMetrics } from '../metrics/journal-metrics.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Everything that `GET /metrics` tells of this manager. */
    metrics: Registry
    journalMetrics: JournalMetrics
    loopDelay: LoopDelay
  }
}

/** Counts from the start on, whether anybody asks or not. */
export const metrics = plugin(
  async (app) => {
    const registry = new Registry()
    const loopDelay = new LoopDelay()
    app.decorate('metrics', registry)
    app.decorate('journalMetrics', new JournalMetrics(registry))
    app.decorate('loopDelay', loopDelay)
    app.addHook('onClose', async () => loopDelay.stop())
    const requests = new Counter({
      name: 'switchboard_http_requests_total',
      help: 'Requests that were answered, by route and status.',
      labelNames: ['method', 'route', 'status'],
      registers: [registry],
    })
    app.addHook('onResponse', async ({ method, is404, routeOptions }, { statusCode }) => {
      const route = is404 ? 'none' : (routeOptions.url ?? 'none')
      requests.inc({ method, route, status: String(statusCode) })
    })
  },
  { name: 'metrics' },
)
