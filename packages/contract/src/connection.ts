import { Type, type Static } from 'typebox'
import { Transport } from './listen.ts'
import { nullable } from './nullable.ts'
import { Timestamp } from './page.ts'

/** Why a connection ended. */
export const CloseReason = Type.Enum([
  'peer-closed',
  'protocol-finished',
  'killed',
  'service-stopped',
  'idle-timeout',
  'max-duration',
  'slow-peer',
  'protocol-error',
  'reset',
  'engine-lost',
  'manager-lost',
])
export type CloseReason = Static<typeof CloseReason>

const NullableString = nullable(Type.String())
const NullablePort = nullable(Type.Integer())

/** A file on its way over a connection. */
export const Transfer = Type.Object({
  name: Type.String(),
  direction: Type.Enum(['in', 'out']),
  bytes: Type.Integer({ description: 'How much of the file has come or gone.' }),
  expectedBytes: Type.Integer(),
})
export type Transfer = Static<typeof Transfer>

/** How an open connection stands. */
export const ConnectionPhase = Type.Enum([
  'challenged',
  'open',
  'throttled',
  'slow',
  'half-closed',
  'closing',
])
export type ConnectionPhase = Static<typeof ConnectionPhase>

export const Connection = Type.Object(
  {
    id: Type.String(),
    serviceId: Type.String(),
    serviceName: Type.String(),
    protocol: Type.String(),
    transport: Transport,
    localAddress: NullableString,
    localPort: NullablePort,
    remoteAddress: NullableString,
    remotePort: NullablePort,
    state: Type.Enum(['open', 'closed']),
    phase: nullable(ConnectionPhase, {
      description:
        'How it stands while it is open: `challenged`, it has yet to answer its challenge; `throttled`, the bandwidth limit holds bytes back now; `slow`, the peer has bytes of ours to take; `half-closed`, the peer has ended its side; `closing`, the service has ended its own. null once it is closed.',
    }),
    openedAt: Timestamp,
    closedAt: nullable(Timestamp),
    lastActiveAt: nullable(Timestamp, {
      description:
        'When the last byte went, either way, to a quarter of a second; until one has, when it opened. null once it is closed.',
    }),
    durationMs: Type.Integer({ description: 'Milliseconds until the end, or until now while open.' }),
    bytesIn: Type.Integer(),
    bytesOut: Type.Integer(),
    chunksIn: Type.Integer({ description: 'Reads from the socket; datagrams for UDP.' }),
    messagesIn: Type.Integer({ description: 'Messages the framing found in what was read.' }),
    messagesOut: Type.Integer(),
    closeReason: nullable(CloseReason),
    error: NullableString,
    identity: NullableString,
    transfer: nullable(Transfer, { description: 'A file on its way now; null if there is none.' }),
    unread: nullable(Type.Integer(), {
      description: 'Messages of the caller that no operator has read; null where no operator can speak.',
    }),
  },
  { $id: 'Connection' },
)
export type Connection = Static<typeof Connection>

export const CloseInput = Type.Object(
  {
    filter: Type.String({
      minLength: 1,
      description: 'Which open connections, in the filter language; `state:open` for all.',
      examples: ['svc:echo-lab peer:10.0.0.0/8'],
    }),
    dryRun: Type.Optional(Type.Boolean({ description: 'Only count them.' })),
  },
  { additionalProperties: false },
)
export type CloseInput = Static<typeof CloseInput>

/** What became of the open connections that passed a filter. */
export const CloseOutcome = Type.Object(
  {
    matched: Type.Integer({ description: 'Open connections that passed the filter.' }),
    closed: Type.Integer({ description: 'Those that were cut; others had ended by themselves.' }),
  },
  { $id: 'CloseOutcome' },
)
export type CloseOutcome = Static<typeof CloseOutcome>
