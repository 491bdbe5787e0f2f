import { Type, type Static } from 'typebox'
import type { MessageReceipt } from './chat.ts'
import type { Connection } from './connection.ts'
import type { JournalEntry } from './journal-entry.ts'
import type { Problem } from './problem.ts'
import type { Service, ServiceStats } from './service.ts'

const SubscriptionId = Type.String({ minLength: 1, maxLength: 64 })

/** In the language of `docs/filter.md`. */
const FilterText = Type.String({ description: 'Only what passes this filter.' })

const subscribe = { op: Type.Literal('subscribe'), id: SubscriptionId }

/** An operator speaks to one caller, or to all of a service. The answer is `sent` or `problem`, with the same id. */
const send = { op: Type.Literal('send'), id: SubscriptionId, text: Type.String({ minLength: 1 }) }

/** What a client may say on the live feed. */
export const ClientMessage = Type.Union([
  Type.Object(
    {
      ...subscribe,
      topic: Type.Literal('journal'),
      since: Type.Optional(Type.Integer({ minimum: 0, description: 'The newest seq the client has.' })),
      service: Type.Optional(Type.String({ description: 'Only entries of the service with this id.' })),
      filter: Type.Optional(FilterText),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    { ...subscribe, topic: Type.Literal('connections'), filter: Type.Optional(FilterText) },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      ...subscribe,
      topic: Type.Literal('stats'),
      service: Type.Optional(Type.String({ description: 'Only of the service with this id.' })),
      each: Type.Optional(Type.Boolean({ description: 'Also the rates of each service.' })),
    },
    { additionalProperties: false },
  ),
  Type.Object({ ...subscribe, topic: Type.Enum(['services', 'unread']) }, { additionalProperties: false }),
  Type.Object({ ...send, connectionId: Type.String() }, { additionalProperties: false }),
  Type.Object({ ...send, serviceId: Type.String() }, { additionalProperties: false }),
  Type.Object({ op: Type.Literal('unsubscribe'), id: SubscriptionId }, { additionalProperties: false }),
  Type.Object({ op: Type.Literal('ping') }, { additionalProperties: false }),
])
export type ClientMessage = Static<typeof ClientMessage>

/** What changed in a second. `entries` are those of the journal, `errors` its warnings and errors but refusals. */
export type LiveRates = Omit<ServiceStats, 'openConnections' | 'totalConnections'> & {
  connections: number
  errors: number
  entries: number
}

/** The same of one service, as far as a list shows it. */
export type ServiceRates = Pick<LiveRates, 'connections' | 'bytesIn' | 'bytesOut'>

/**
 * What the server says. `seq` of `entries`: all that pass up to there have been sent; it is what to come back with as
 * `since`. `deleted` names services that are gone, `left` connections that do not pass the filter any more; `unread`
 * counts what callers said, by connection. `more`: what is there at first goes on in the next message. `totals` are those
 * of the services that there are, each since its last start; `rates` are of the second that began `at`, `services` only of
 * those that carried something in it, or in the second before.
 */
export type ServerMessage =
  | { type: 'hello'; version: 1; epoch: string; seq: number }
  | { type: 'subscribed'; id: string; from?: number }
  | { type: 'entries'; id: string; seq: number; entries: JournalEntry[] }
  | { type: 'gap'; id: string; from: number; to: number }
  | { type: 'services'; id: string; services: Service[]; deleted?: string[] }
  | { type: 'connections'; id: string; connections: Connection[]; left?: string[]; more?: true }
  | {
      type: 'stats'
      id: string
      at: string | null
      totals: ServiceStats
      rates: LiveRates | null
      services?: Record<string, ServiceRates>
    }
  | { type: 'unread'; id: string; unread: Record<string, number> }
  | ({ type: 'sent'; id: string } & MessageReceipt)
  | { type: 'pong' }
  | { type: 'problem'; id: string | null; problem: Problem }
