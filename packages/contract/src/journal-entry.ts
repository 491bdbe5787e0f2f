import { Type, type Static } from 'typebox'
import { Transport } from './listen.ts'
import { nullable } from './nullable.ts'
import { Timestamp } from './page.ts'

export const Severity = Type.Enum(['info', 'warning', 'error'])
export type Severity = Static<typeof Severity>

/** One line of the journal. Entries are never changed; `seq` grows by commit order and never repeats. */
export const JournalEntry = Type.Object(
  {
    seq: Type.Integer({ minimum: 1 }),
    at: Timestamp,
    type: Type.String({ examples: ['connection.opened', 'service.started'] }),
    severity: Severity,
    serviceId: nullable(Type.String()),
    serviceName: nullable(Type.String()),
    connectionId: nullable(Type.String()),
    transport: nullable(Transport),
    remoteAddress: nullable(Type.String()),
    remotePort: nullable(Type.Integer()),
    direction: nullable(Type.Enum(['in', 'out'])),
    bytes: nullable(Type.Integer()),
    preview: nullable(Type.String()),
    detail: nullable(Type.Record(Type.String(), Type.Unknown())),
  },
  { $id: 'JournalEntry' },
)
export type JournalEntry = Static<typeof JournalEntry>

const counts = (severity: string) =>
  Type.Array(Type.Integer(), { description: `Entries of the severity ${severity}, of each bucket.` })

/**
 * How many entries there are of each stretch of time, from `from` on; each is `bucketMs` milliseconds long. Entries newer
 * than `seq` are not counted; those older than `next` are not yet: with it as `before` the next answer has them, to be
 * added to these. null: all are counted.
 */
export const JournalHistogram = Type.Object(
  {
    from: Timestamp,
    to: Timestamp,
    bucketMs: Type.Integer(),
    seq: Type.Integer({ minimum: 0 }),
    info: counts('info'),
    warning: counts('warning'),
    error: counts('error'),
    next: nullable(Type.Integer()),
    countedFrom: nullable(Timestamp, {
      description: 'Entries from before this moment are not counted yet; null: all are.',
    }),
  },
  { $id: 'JournalHistogram' },
)
export type JournalHistogram = Static<typeof JournalHistogram>

/** How many entries there are. */
export const JournalCount = Type.Object(
  {
    count: Type.Integer({ minimum: 0 }),
    exact: Type.Boolean({ description: 'False: it is an estimate, to be shown as "about".' }),
  },
  { $id: 'JournalCount' },
)
export type JournalCount = Static<typeof JournalCount>
