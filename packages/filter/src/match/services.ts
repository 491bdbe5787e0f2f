import type { Filter } from '../filter.ts'
import { matcher, type Values } from './matcher.ts'

/** What a filter reads of a service. Unix sockets among its addresses have a path instead of a port. */
export type ServiceFacts = {
  id: string
  name: string
  protocol: string
  description: string
  tags: readonly string[]
  state: string
  stateReason: { message: string } | null
  listen: readonly Address[]
  endpoints: readonly Address[]
  stats: { bytesIn: number; bytesOut: number }
}

type Address = { transport: 'tcp' | 'udp'; host?: string; port: number } | { transport: 'unix'; path: string }

/** Whether a service passes the filter, parsed for the subject `services`. Throws for a regular expression. */
export const serviceMatcher = (filter: Filter): ((service: ServiceFacts) => boolean) =>
  matcher(filter, SERVICE_VALUES, {}, (source) => {
    throw new Error(`Services are not found by regular expressions such as ${source}.`)
  })

const SERVICE_VALUES: Values<ServiceFacts> = {
  svc: ({ name }) => [name],
  proto: (service) => [service.protocol, ...addressesOf(service).map(({ transport }) => transport)],
  tag: ({ tags }) => tags,
  state: ({ state }) => [state],
  port: (service) => addressesOf(service).map((at) => (at.transport === 'unix' ? null : at.port)),
  bytes: ({ stats }) => [stats.bytesIn + stats.bytesOut],
  text: (service) => [
    ...[service.name, service.protocol, service.description, service.stateReason?.message, ...service.tags],
    ...addressesOf(service).map(textOf),
  ],
  id: ({ id }) => [id],
  ev: () => [],
  peer: () => [],
  severity: () => [],
  reason: () => [],
  dir: () => [],
  dur: () => [],
  last: () => [],
  hex: () => [],
  file: () => [],
  user: () => [],
}

/** What is bound is the truth; what is wished for counts, too. */
const addressesOf = ({ listen, endpoints }: ServiceFacts): Address[] => [...endpoints, ...listen]

const textOf = (at: Address) => (at.transport === 'unix' ? at.path : `${at.host ?? '127.0.0.1'}:${at.port}`)
