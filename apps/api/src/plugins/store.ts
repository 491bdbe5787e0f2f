import type { FastifyBaseLogger } from 'fastify'
import plugin from 'fastify-plugin'
import { openStore, type Store } from '@switchboard/store'

declare module 'fastify' {
  interface FastifyInstance {
    store: Store
  }
}

function tell(log: FastifyBaseLogger, message: string | null): void {
  if (message === null) log.info('the database is well again')
  else log.warn(`the database is not well: ${message}`)
}

/** Opens the database, migrated, and closes it last. Connections a dead manager left open end here on record. */
export const store = plugin<{ databaseUrl: string }>(
  async (app, { databaseUrl }) => {
    const opened = await openStore({ url: databaseUrl, onHealth: ({ message }) => tell(app.log, message) })
    app.addHook('onClose', () => opened.close())
    const lost = await opened.connections.closeLost(Date.now())
    if (lost > 0) app.log.warn({ connections: lost }, 'closed on record what the last run left open')
    app.decorate('store', opened)
  },
  { name: 'store' },
)
