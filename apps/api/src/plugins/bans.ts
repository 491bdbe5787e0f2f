import plugin from 'fastify-plugin'
import { hostNetwork } from '@switchboard/netcore'
import { isIP } from 'node:net'
import { Bans } from '../bans/bans.ts'
import { savedSettings } from '../resources/settings/saved-settings.ts'

declare module 'fastify' {
  interface FastifyInstance {
    bans: Bans
  }
}

/** Who is banned: what engines and the sign-in tell of addresses comes together here. */
export const bans = plugin(
  async (app) => {
    const { store, manager, journal, identity, log } = app
    const { defender } = await savedSettings(store)
    const opened = await Bans.open({ store, manager, journal, log }, defender)
    app.decorate('bans', opened)
    manager.on('offences', (offences) => opened.offend(offences))
    identity.events.on('event', ({ type, address }) => {
      if (type !== 'session.refused' || isIP(address) === 0) return
      opened.offend([{ network: hostNetwork(address), kind: 'loginRejected', count: 1 }])
    })
    app.addHook('onClose', () => opened.close())
  },
  { name: 'bans', dependencies: ['store', 'identity', 'switchboard'] },
)
