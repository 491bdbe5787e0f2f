import plugin from 'fastify-plugin'
import { Identity } from '../identity/identity.ts'
import { SecretBox } from '../secret-box.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** What seals the secrets in the database. */
    secrets: SecretBox
    identity: Identity
  }
}

/** `secretKey`: the file of the key that seals secrets. */
type Options = { secretKey: string }

/** Who may sign in: users, API tokens and sessions, as the store has them. */
export const identity = plugin<Options>(
  async (app, { secretKey }) => {
    const secrets = await SecretBox.open(secretKey)
    const onError = (error: unknown) => app.log.warn(error, 'when users were last seen could not be saved')
    const loaded = await Identity.load({ store: app.store.identity, secrets, onError })
    app.decorate('secrets', secrets)
    app.decorate('identity', loaded)
    app.addHook('onClose', () => loaded.lastSeen.stop())
  },
  { name: 'identity', dependencies: ['store'] },
)
