import { Type, type Static } from 'typebox'
import { Timestamp } from './page.ts'

/** Seconds from one sample to the next; so many are kept that they reach back 10 minutes, an hour, a day and a month. */
export const STATS_STEPS = [1, 10, 300, 3600] as const
export type StatsStep = (typeof STATS_STEPS)[number]

/** One value for each sample; null is a gap. */
const values = (description: string) =>
  Type.Array(Type.Unsafe<number | null>({ type: ['number', 'null'] }), { description })

/**
 * What a service, or all of them, carried over time: for each number a list with one value for every `stepSeconds` from
 * `from` on. All lists are of the same length. A value is null where nothing is known: the manager was not running, or
 * the service was not.
 */
export const StatsSeries = Type.Object(
  {
    from: Timestamp,
    stepSeconds: Type.Integer({ description: 'Each value is the mean of so many seconds.' }),
    connections: values('Connections that were let in, per second.'),
    refusedConnections: values('Peers that were refused, per second.'),
    errors: values('Journal entries of the severity warning or error, refusals aside, per second.'),
    bytesIn: values('Bytes that peers sent, per second.'),
    bytesOut: values('Bytes that were sent to peers, per second.'),
    messagesIn: values('Messages that peers sent, per second.'),
    messagesOut: values('Messages that were sent to peers, per second.'),
    knownSeconds: Type.Optional(
      Type.Array(Type.Integer(), {
        description: 'With hours: of how many of its seconds each value is the mean.',
      }),
    ),
    openConnections: values('The most connections that were open at the end of one of the seconds.'),
  },
  { $id: 'StatsSeries' },
)
export type StatsSeries = Static<typeof StatsSeries>

/** The bytes both ways of the last minute, of each service that carried any: a list with one value for every second. */
export const RecentTraffic = Type.Object(
  {
    from: Timestamp,
    stepSeconds: Type.Integer(),
    services: Type.Record(Type.String(), values('Bytes in and out, per second.'), {
      description: 'By id; a service that is not named carried nothing.',
    }),
  },
  { $id: 'RecentTraffic' },
)
export type RecentTraffic = Static<typeof RecentTraffic>
