import { Type, type Static } from 'typebox'
import type { Connection } from './connection.ts'
import type { JournalEntry } from './journal-entry.ts'
import type { Problem } from './problem.ts'
import type { Service } from './service.ts'

const SubscriptionId = Type.String({ minLength: 1, maxLength: 64 })

const subscribe = { op: Type.Literal('subscribe'), id: SubscriptionId }

/** What a client may say on the live feed. */
export const ClientMessage = Type.Union([
  Type.Object(
    {
      ...subscribe,
      topic: Type.Literal('journal'),
      since: Type.Optional(Type.Integer({ minimum: 0, description: 'The newest seq the client has.' })),
      service: Type.Optional(Type.String({ description: 'Only entries of the service with this id.' })),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    { ...subscribe, topic: Type.Enum(['services', 'connections']) },
    { additionalProperties: false },
  ),
  Type.Object({ op: Type.Literal('unsubscribe'), id: SubscriptionId }, { additionalProperties: false }),
  Type.Object({ op: Type.Literal('ping') }, { additionalProperties: false }),
])
export type ClientMessage = Static<typeof ClientMessage>

/** What the server says. `deleted` names services that are gone. */
export type ServerMessage =
  | { type: 'hello'; version: 1; epoch: string; seq: number }
  | { type: 'subscribed'; id: string; from?: number }
  | { type: 'entries'; id: string; entries: JournalEntry[] }
  | { type: 'gap'; id: string; from: number; to: number }
  | { type: 'services'; id: string; services: Service[]; deleted?: string[] }
  | { type: 'connections'; id: string; connections: Connection[] }
  | { type: 'pong' }
  | { type: 'problem'; id: string | null; problem: Problem }
