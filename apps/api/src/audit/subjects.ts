import type { FastifyInstance } from 'fastify'
import type { ConfiguredService } from '../resources/services/service-registry.ts'
import { savedSettings } from '../resources/settings/saved-settings.ts'

/** What something is like at the moment: settings without secrets, and what people call it. */
export type Snapshot = { name: string | null; fields: Record<string, unknown> }

type Look = (app: FastifyInstance, id: string) => Promise<Snapshot | null>

/** How each kind of thing is looked at. What is not there is null. */
const LOOKS = {
  service: async ({ services }, id) => {
    const service = services.find(id)
    return service ? { name: service.settings.name, fields: settingsOf(service) } : null
  },
  services: async ({ services }) => {
    const all = services.list().map((service) => [service.settings.name, settingsOf(service)] as const)
    return { name: null, fields: Object.fromEntries(all) }
  },
  connection: async ({ store }, id) => {
    const connection = await store.connections.get(id)
    if (!connection) return null
    const { serviceName, remoteAddress, remotePort } = connection
    const peer = remoteAddress === null ? '' : ` from ${remoteAddress}:${remotePort ?? ''}`
    return { name: `${serviceName}${peer}`, fields: {} }
  },
  file: async ({ store }, id) => {
    const file = await store.files.get(id)
    if (!file) return null
    const { name, bytes, sha256, serviceName } = file
    return { name, fields: { name, bytes, sha256, serviceName } }
  },
  settings: async ({ store }) => ({ name: null, fields: await savedSettings(store) }),
  ban: async ({ bans }, id) => {
    const ban = bans.list().find((row) => row.id === id)
    if (!ban || ban.endedAt !== null) return null
    const { network, reason, note, expiresAt } = ban
    const until = expiresAt === null ? null : new Date(expiresAt).toISOString()
    return { name: network, fields: { network, reason, note, expiresAt: until } }
  },
  user: async ({ identity }, id) => {
    const user = identity.users.find(id)
    if (!user) return null
    const { username, role, secondFactor } = user
    return { name: username, fields: { username, role, secondFactor: secondFactor !== null } }
  },
  token: async ({ identity }, id) => {
    const token = identity.tokens.list().find((one) => one.id === id)
    if (!token) return null
    const { name, role, services, expiresAt } = token
    const until = expiresAt === null ? null : new Date(expiresAt).toISOString()
    return { name, fields: { name, role, services, expiresAt: until } }
  },
  webhook: async ({ webhooks }, id) => {
    const webhook = webhooks.list().find((one) => one.id === id)
    if (!webhook) return null
    const { name, url, filter, enabled } = webhook
    return { name, fields: { name, url, filter, enabled } }
  },
} satisfies Record<string, Look>

export type SubjectKind = keyof typeof LOOKS

/** null where there is no such thing. */
export async function look(app: FastifyInstance, kind: SubjectKind, id: string): Promise<Snapshot | null> {
  return await LOOKS[kind](app, id)
}

/** What somebody has set, and of a challenge who knows a secret. */
function settingsOf({ settings }: ConfiguredService): Snapshot['fields'] {
  const { name, protocol, desired, challenge, ...rest } = settings
  const shown = Object.entries(rest).filter(([key]) => !COUNTED.has(key))
  const knowers = challenge && { ...challenge, secrets: challenge.secrets.map((secret) => secret.name) }
  return { name, protocol, desired, ...Object.fromEntries(shown), challenge: knowers }
}

/** What Switchboard notes by itself. */
const COUNTED = new Set(['id', 'revision', 'createdAt', 'updatedAt'])
