import { Type, type Static } from 'typebox'
import { nullable } from './nullable.ts'
import { PageQuery, Timestamp } from './page.ts'

/** What counts against an address. */
export const OFFENCES = [
  'authRejected',
  'loginRejected',
  'protocolError',
  'fileRejected',
  'connectionRefused',
  'noMessage',
] as const
export type OffenceKind = (typeof OFFENCES)[number]

const Network = Type.String({
  minLength: 2,
  maxLength: 64,
  title: 'Network',
  description: 'An address, or a range in CIDR notation: at least a /8 of IPv4, a /16 of IPv6.',
  examples: ['192.0.2.7/32', '2001:db8:1:2::/64'],
})

const Note = Type.String({
  default: '',
  maxLength: 200,
  pattern: '^\\P{C}*$',
  title: 'Note',
  description: 'Why.',
  examples: ['scans our ports'],
})

const Events = Type.Record(Type.String(), Type.Integer(), {
  description: `How often what counted against it: ${OFFENCES.join(', ')}.`,
})

export const BanState = Type.Enum(['active', 'expired', 'lifted'])
export type BanState = Static<typeof BanState>

/** A network whose peers are refused by every service, and may not sign in. */
export const Ban = Type.Object(
  {
    id: Type.String({ examples: ['ban_01KAJ3V5Q8D5W3M9X0Z2Y4T6R7'] }),
    network: Network,
    state: BanState,
    reason: Type.Enum(['manual', 'score']),
    score: nullable(Type.Integer(), { description: 'When it was banned; null where somebody did it.' }),
    events: Events,
    note: Note,
    count: Type.Integer({ description: 'How often it was banned by then, lifted bans aside.' }),
    createdAt: Timestamp,
    createdBy: nullable(Type.String(), { description: 'Who did it; null where its score did.' }),
    expiresAt: nullable(Timestamp, { description: 'When it ends by itself; null: not before it is lifted.' }),
    endedAt: nullable(Timestamp, { description: 'When it ended; null while it is active.' }),
    endedBy: nullable(Type.String(), { description: 'Who lifted it.' }),
  },
  { $id: 'Ban' },
)
export type Ban = Static<typeof Ban>

export const BanInput = Type.Object(
  {
    network: Network,
    minutes: Type.Optional(
      nullable(Type.Number({ exclusiveMinimum: 0, maximum: 5_256_000 }), {
        title: 'Minutes',
        default: null,
        description: 'How long. null: until it is lifted.',
      }),
    ),
    note: Type.Optional(Note),
  },
  { additionalProperties: false },
)
export type BanInput = Static<typeof BanInput>

export const BanQuery = Type.Object(
  { ...PageQuery.properties, state: Type.Optional(BanState) },
  { additionalProperties: false },
)

/** A network with a score that does not suffice for a ban. */
export const WatchedHost = Type.Object(
  { network: Network, score: Type.Integer(), events: Events, lastAt: Timestamp },
  { $id: 'WatchedHost' },
)
export type WatchedHost = Static<typeof WatchedHost>

export const WatchedHosts = Type.Object(
  {
    items: Type.Array(WatchedHost, { description: 'Those with the highest scores.' }),
    total: Type.Integer({ description: 'How many are watched.' }),
  },
  { $id: 'WatchedHosts' },
)
export type WatchedHosts = Static<typeof WatchedHosts>
