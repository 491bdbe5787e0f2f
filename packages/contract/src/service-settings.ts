import { Type, type Static } from 'typebox'
import { nullable } from './nullable.ts'

/** Of a setting: a running service takes a change up with its next restart. Everything else counts at once. */
export const NEEDS_RESTART = { 'x-needs-restart': true }

/** Bounds of connections in number, time and speed. null: no limit. */
export const Limits = Type.Object(
  {
    maxConnections: nullable(Type.Integer({ minimum: 1, maximum: 1_000_000 }), {
      title: 'Open connections',
      default: 1000,
      description:
        'Open connections at most; further ones are refused. With engines "all" it has to be null.',
    }),
    maxConnectionsPerIp: nullable(Type.Integer({ minimum: 1, maximum: 1_000_000 }), {
      title: 'Open connections from one address',
      default: null,
      description: 'Open connections from one address at most.',
    }),
    connectionRate: nullable(
      Type.Object(
        {
          count: Type.Integer({
            title: 'Connections',
            minimum: 1,
            maximum: 10_000,
            default: 50,
            description: 'Connections …',
          }),
          seconds: Type.Integer({
            title: '… in seconds',
            minimum: 1,
            maximum: 3600,
            default: 1,
            description: '… in so many seconds.',
          }),
          pauseSeconds: Type.Integer({
            title: 'Then a pause (seconds)',
            minimum: 0,
            maximum: 86_400,
            default: 10,
            description: 'When there are more, the service takes none for so long.',
          }),
        },
        { additionalProperties: false },
      ),
      { default: null, description: 'How many new connections in a time, as cps in xinetd.' },
    ),
    idleTimeoutMs: nullable(Type.Integer({ minimum: 100, maximum: 86_400_000 }), {
      title: 'Idle for at most (ms)',
      default: 300_000,
      description:
        'A connection on which nothing moves for so long is closed. UDP without a limit: 5 minutes.',
    }),
    maxDurationMs: nullable(Type.Integer({ minimum: 100, maximum: 2_592_000_000 }), {
      title: 'Open for at most (ms)',
      default: null,
      description: 'A connection is closed after so long whatever it does.',
    }),
    slowPeerTimeoutMs: Type.Integer({
      minimum: 100,
      maximum: 86_400_000,
      title: 'Reads nothing for at most (ms)',
      default: 30_000,
      description: 'A peer that has something to read and takes nothing of it for so long is closed.',
    }),
    bandwidthBytesPerSecond: nullable(Type.Integer({ minimum: 100, maximum: 10_000_000_000 }), {
      title: 'Bandwidth (bytes per second)',
      default: null,
      description:
        'For each connection, each direction apart. Streams slow down; datagrams above it are lost.',
    }),
  },
  { additionalProperties: false },
)
export type Limits = Static<typeof Limits>

const Ranges = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
    maxItems: 1000,
    default: [],
    description,
    examples: [['10.0.0.0/8', '2001:db8::/32', '192.0.2.7']],
  })

/** Who may connect, and when. Of the ranges that have an address the most specific decides; equally specific: deny. */
export const Access = Type.Object(
  {
    allow: Ranges('Addresses and CIDR ranges that may connect. If there are any, everybody else is refused.'),
    deny: Ranges('Addresses and CIDR ranges that may not connect.'),
    accessTimes: Type.Array(Type.String({ minLength: 1, maxLength: 40 }), {
      maxItems: 100,
      default: [],
      description: 'When connections are taken, in local time. None: always.',
      examples: [['08:00-18:00', 'Mon-Fri 22:00-06:00']],
    }),
  },
  { additionalProperties: false },
)
export type Access = Static<typeof Access>

const BufferBytes = (title: string, description: string) =>
  nullable(Type.Integer({ minimum: 4096, maximum: 67_108_864 }), { title, default: null, description })

export const SocketOptions = Type.Object(
  {
    backlog: Type.Integer({
      minimum: 1,
      maximum: 65_535,
      title: 'Backlog (connections)',
      default: 511,
      description: 'Connections the kernel keeps waiting.',
    }),
    noDelay: Type.Boolean({
      default: true,
      description: "Send small messages at once (Nagle's algorithm off).",
    }),
    keepAliveMs: nullable(Type.Integer({ minimum: 1000, maximum: 7_200_000 }), {
      title: 'Keep-alive after (ms)',
      default: 60_000,
      description: 'Idle time before TCP probes the peer. null: never.',
    }),
    receiveBufferBytes: BufferBytes(
      'Receive buffer (bytes)',
      "The kernel's receive buffer of UDP sockets. null: the system's default.",
    ),
    sendBufferBytes: BufferBytes(
      'Send buffer (bytes)',
      "The kernel's send buffer of UDP sockets. null: the system's default.",
    ),
  },
  { ...NEEDS_RESTART, additionalProperties: false },
)
export type SocketOptions = Static<typeof SocketOptions>

/** What happens when a service fails by itself. */
export const Restart = Type.Object(
  {
    policy: Type.Enum(['never', 'on-failure', 'always'], {
      default: 'on-failure',
      description:
        'on-failure: it starts again when its engine was lost. always: also when it could not start, for example because its address was in use.',
    }),
    delayMs: Type.Integer({
      minimum: 10,
      maximum: 3_600_000,
      title: 'First delay (ms)',
      default: 100,
      description: 'Time before the first new start; doubled with each failure in a row.',
    }),
    maxDelayMs: Type.Integer({
      minimum: 10,
      maximum: 3_600_000,
      title: 'Longest delay (ms)',
      default: 30_000,
    }),
    burst: Type.Integer({
      minimum: 1,
      maximum: 1000,
      title: 'Starts at most',
      default: 5,
      description: 'So many starts within intervalMs are enough: after that it stays failed.',
    }),
    intervalMs: Type.Integer({ minimum: 100, maximum: 86_400_000, title: '… within (ms)', default: 10_000 }),
  },
  { additionalProperties: false },
)
export type Restart = Static<typeof Restart>

/** What is kept of what is said on connections. Changes count at once, also on open ones. */
export const Capture = Type.Object(
  {
    mode: Type.Enum(['off', 'first', 'full'], {
      default: 'off',
      description:
        'off: nothing. first: the first bytes of each direction. full: everything. Never the bytes of a challenge.',
    }),
    maxBytesPerConnection: Type.Integer({
      minimum: 1,
      maximum: 1_073_741_824,
      title: 'First bytes',
      default: 4096,
      description: 'With first: so many bytes of a connection, each way.',
    }),
  },
  { additionalProperties: false },
)
export type Capture = Static<typeof Capture>

/** How long and how much of this service's journal and connections is kept. null: as for all, see the settings. */
export const ServiceRetention = nullable(
  Type.Object(
    {
      maxAgeDays: nullable(Type.Integer({ minimum: 1, maximum: 36_500 }), {
        title: 'Age at most (days)',
        default: 90,
        description: 'Older entries of this service are deleted. null: no bound.',
      }),
      maxEntries: Type.Optional(
        nullable(Type.Integer({ minimum: 1, maximum: 100_000_000 }), {
          title: 'Entries at most',
          default: null,
          description: 'Only so many of the newest entries of this service are kept. null: no bound.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  {
    title: 'Retention of its own',
    default: null,
    description:
      'Shorter or longer than what is set for all. The bytes that the database may use are of all services together.',
  },
)
export type ServiceRetention = Static<typeof ServiceRetention>

export const Engines = Type.Union(
  [Type.Literal(1, { title: 'One' }), Type.Literal('all', { title: 'All, side by side' })],
  {
    ...NEEDS_RESTART,
    default: 1,
    description: 'One engine, or all of them side by side: only for protocols that are stateless.',
  },
)
export type Engines = Static<typeof Engines>

export const DrainTimeoutMs = Type.Integer({
  minimum: 0,
  maximum: 3_600_000,
  default: 10_000,
  description: 'How long open connections may go on after a stop.',
})
