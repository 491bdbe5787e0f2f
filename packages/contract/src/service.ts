import { Type, type Static } from 'typebox'
import { Challenge, ChallengeInput } from './challenge.ts'
import { Endpoint, ListenAddress } from './listen.ts'
import { nullable } from './nullable.ts'
import {
  Access,
  Capture,
  DrainTimeoutMs,
  Engines,
  Limits,
  NEEDS_RESTART,
  Restart,
  ServiceRetention,
  SocketOptions,
} from './service-settings.ts'
import { Timestamp } from './page.ts'

export const DesiredState = Type.Enum(['running', 'stopped'])
export type DesiredState = Static<typeof DesiredState>

export const ServiceState = Type.Enum([
  'stopped',
  'starting',
  'running',
  'degraded',
  'draining',
  'backoff',
  'failed',
])
export type ServiceState = Static<typeof ServiceState>

const ServiceName = Type.String({
  pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,62}$',
  minLength: 1,
  maxLength: 63,
  description: 'Unique; letters, digits, blank, dot, dash and underscore.',
})

const settings = {
  name: ServiceName,
  description: Type.String({ maxLength: 2000, default: '' }),
  tags: Type.Array(Type.String({ minLength: 1, maxLength: 40 }), {
    maxItems: 20,
    uniqueItems: true,
    default: [],
    description: 'Words to find the service by, and what happened to it, as with `tag:lab` in a filter.',
    examples: [['lab', 'floor 2']],
  }),
  listen: Type.Array(ListenAddress, { ...NEEDS_RESTART, minItems: 1, maxItems: 16 }),
  options: Type.Record(Type.String(), Type.Unknown(), {
    default: {},
    description: "The protocol's own options; see `options` of the protocol.",
  }),
  drainTimeoutMs: DrainTimeoutMs,
  engines: Engines,
}

/** What a user configures: the body that creates a service. */
export const ServiceInput = Type.Object(
  {
    name: settings.name,
    protocol: Type.String({ minLength: 1, maxLength: 40, description: 'The id of a protocol.' }),
    listen: settings.listen,
    description: Type.Optional(settings.description),
    tags: Type.Optional(settings.tags),
    options: Type.Optional(settings.options),
    limits: Type.Optional(Type.Partial(Limits)),
    access: Type.Optional(Type.Partial(Access)),
    socket: Type.Optional(Type.Partial(SocketOptions, NEEDS_RESTART)),
    restart: Type.Optional(Type.Partial(Restart)),
    capture: Type.Optional(Type.Partial(Capture)),
    retention: Type.Optional(ServiceRetention),
    drainTimeoutMs: Type.Optional(settings.drainTimeoutMs),
    engines: Type.Optional(settings.engines),
    challenge: Type.Optional(nullable(ChallengeInput, { default: null })),
    desired: Type.Optional(DesiredState),
  },
  { additionalProperties: false },
)
export type ServiceInput = Static<typeof ServiceInput>

/**
 * A change of some of the settings; `limits`, `access`, `socket`, `restart`, `capture`, `options` and `challenge` are merged key by
 * key (RFC 7396). `challenge.secrets` are replaced as a whole; null keeps the secret of a name.
 */
export const ServicePatch = Type.Partial(
  Type.Object({
    ...Type.Omit(ServiceInput, ['protocol', 'desired', 'challenge']).properties,
    challenge: nullable(Type.Partial(ChallengeInput, { additionalProperties: false })),
  }),
  { additionalProperties: false, minProperties: 1 },
)
export type ServicePatch = Static<typeof ServicePatch>

/** Totals since the service was last started; `openConnections` is now. */
export const ServiceStats = Type.Object({
  openConnections: Type.Integer(),
  totalConnections: Type.Integer(),
  refusedConnections: Type.Integer(),
  bytesIn: Type.Integer(),
  bytesOut: Type.Integer(),
  messagesIn: Type.Integer(),
  messagesOut: Type.Integer(),
})
export type ServiceStats = Static<typeof ServiceStats>

export const StateReason = Type.Object({ code: Type.String(), message: Type.String(), at: Timestamp })
export type StateReason = Static<typeof StateReason>

/** An address a service could not listen on; `owner` is the service of ours that holds it. */
export const AddressFailure = Type.Object({
  address: ListenAddress,
  code: Type.String(),
  message: Type.String(),
  owner: Type.Optional(Type.Object({ serviceId: Type.String(), name: Type.String() })),
})
export type AddressFailure = Static<typeof AddressFailure>

export const Service = Type.Object(
  {
    id: Type.String({ examples: ['svc_01KAJ3V5Q8D5W3M9X0Z2Y4T6R7'] }),
    name: settings.name,
    protocol: Type.String(),
    description: settings.description,
    tags: settings.tags,
    listen: settings.listen,
    options: settings.options,
    limits: Limits,
    access: Access,
    socket: SocketOptions,
    restart: Restart,
    capture: Capture,
    retention: ServiceRetention,
    drainTimeoutMs: settings.drainTimeoutMs,
    engines: settings.engines,
    challenge: nullable(Challenge),
    desired: DesiredState,
    state: ServiceState,
    stateReason: nullable(StateReason),
    restartAt: nullable(Timestamp, {
      description: 'When it starts, or tries its missing addresses, again by itself. null: it will not.',
    }),
    restartNeeded: Type.Array(Type.String(), {
      description: 'Settings that were changed while the service runs and wait for a restart.',
    }),
    startedWith: Type.Partial(
      Type.Object({ listen: settings.listen, socket: SocketOptions, engines: settings.engines }),
      { description: 'What the settings in `restartNeeded` still are until the restart.' },
    ),
    startedAt: nullable(Timestamp),
    endpoints: Type.Array(Endpoint),
    failures: Type.Array(AddressFailure, {
      description: 'Addresses it could not listen on, each with its reason.',
    }),
    stats: ServiceStats,
    unread: nullable(Type.Integer(), {
      description: 'Messages of callers that no operator has read; null where no operator can speak.',
    }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
    revision: Type.Integer({ description: 'Counts the changes of the settings; what If-Match takes.' }),
  },
  { $id: 'Service' },
)
export type Service = Static<typeof Service>
