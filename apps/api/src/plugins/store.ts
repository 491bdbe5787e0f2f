import plugin from 'fastify-plugin'
import type { Store } from '@switchboard/store'
import { openToldStore } from '../head-start.ts'

declare module 'fastify' {
  interface FastifyInstance {
    store: Store
  }
}

/** `opening`: it is being opened already. */
type Options = { databaseUrl: string; opening?: Promise<Store> | undefined }

/** Opens the database, migrated, and closes it last. Connections a dead manager left open end here on record. */
export const store = plugin<Options>(
  async (app, { databaseUrl, opening }) => {
    const opened = await (opening ?? openToldStore(databaseUrl, app.log))
    app.addHook('onClose', () => opened.close())
    const lost = await opened.connections.closeLost(Date.now())
    if (lost > 0) app.log.warn({ connections: lost }, 'closed on record what the last run left open')
    app.decorate('store', opened)
  },
  { name: 'store' },
)
