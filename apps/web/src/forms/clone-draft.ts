import type { Protocol, Service } from '@switchboard/contract'
import type { JsonSchema } from './json-schema.ts'
import { freePort, type ListenDraft } from './listen.ts'
import { asSecrets } from './secrets.ts'
import { draftOf, type ServiceDraft } from './service-draft.ts'
import { asValues } from './values.ts'

const LONGEST_NAME = 63

/**
 * A new service like another one, with a name and ports that are free. Its secrets have to be typed again: nobody can
 * read those of the other.
 */
export function cloneDraft(
  service: Service,
  protocol: Protocol,
  services: readonly Service[],
  schema: JsonSchema,
): ServiceDraft {
  const { settings, listen, options } = draftOf(service, protocol, schema)
  const name = cloneName(service.name, services)
  return {
    settings: { ...settings, name, challenge: withoutSecrets(settings['challenge']) },
    listen: freeListen(listen, name, services),
    options,
  }
}

/** `echo-lab` → `echo-lab-2`, `echo-2` → `echo-3`: the first that no service has. */
export function cloneName(name: string, services: readonly Service[]): string {
  const taken = new Set(services.map((service) => service.name))
  const [, base = name, counted = '1'] = /^(.*?)-(\d+)$/.exec(name) ?? []
  for (let number = Number(counted) + 1; ; number++) {
    const end = `-${number}`
    const next = base.slice(0, LONGEST_NAME - end.length) + end
    if (!taken.has(next)) return next
  }
}

/** Rows that shared a port go on sharing one; port 0 takes a free one anyway. */
function freeListen(
  listen: readonly ListenDraft[],
  name: string,
  services: readonly Service[],
): ListenDraft[] {
  const ports = new Map<number, number>([[0, 0]])
  for (const { transport, port } of listen) {
    if (transport === 'unix' || ports.has(Number(port))) continue
    const above = Math.max(Number(port), ...ports.values()) + 1
    ports.set(Number(port), freePort(Number(port), services, above))
  }
  return listen.map((draft, index) =>
    draft.transport === 'unix'
      ? { ...draft, path: socketName(name, index) }
      : { ...draft, port: ports.get(Number(draft.port)) ?? 0 },
  )
}

/** Names of services are unique, and so are those of their sockets. */
const socketName = (name: string, index: number) =>
  `${name.replaceAll(/[^A-Za-z0-9._-]/g, '-').slice(0, 50)}${index === 0 ? '' : `-${index + 1}`}.sock`

function withoutSecrets(challenge: unknown): unknown {
  if (!challenge) return challenge
  const values = asValues(challenge)
  return { ...values, secrets: asSecrets(values['secrets']).map(({ name }) => ({ name, secret: '' })) }
}
