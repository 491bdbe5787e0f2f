import type { FastifyInstance } from 'fastify'
import plugin from 'fastify-plugin'
import { Receivers } from '../webhooks/receivers.ts'
import { WebhookMetrics } from '../metrics/webhook-metrics.ts'
import { Webhooks } from '../webhooks/webhooks.ts'

declare module 'fastify' {
  interface FastifyInstance {
    webhooks: Webhooks
  }
}

type Options = {
  /** CIDR ranges of receivers that are let through although they are not public. */
  allow: readonly string[]
}

/** Tells receivers of journal entries. */
export const webhooks = plugin<Options>(
  async (app, { allow }) => {
    const { store, services, journal, secrets } = app
    const receivers = new Receivers({ allow, ownPorts: () => new Set(portsOf(app)) })
    const metrics = new WebhookMetrics(app.metrics)
    const opened = await Webhooks.open({
      ...{ store, services, journal, secrets, receivers },
      attempted: (outcome) => metrics.attempted(outcome),
    })
    metrics.rows = () => opened.list()
    app.decorate('webhooks', opened)
    app.addHook('onClose', () => opened.close())
  },
  { name: 'webhooks', dependencies: ['store', 'switchboard', 'metrics'] },
)

/** Where this Switchboard listens itself. */
function* portsOf({ server, manager }: FastifyInstance): Generator<number> {
  const address = server.address()
  if (address !== null && typeof address === 'object') yield address.port
  for (const { endpoints } of manager.services())
    for (const endpoint of endpoints) if ('port' in endpoint) yield endpoint.port
}
