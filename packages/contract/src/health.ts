import { Type, type Static } from 'typebox'
import { nullable } from './nullable.ts'

const check = {
  status: Type.Enum(['ok', 'degraded']),
  message: nullable(Type.String({ description: 'What is wrong and what to do about it.' })),
}

const Store = Type.Object({
  ...check,
  queued: Type.Integer({ description: 'Journal entries that are not on the disk yet.' }),
})

const EventLoop = Type.Object(
  { p99Ms: Type.Integer(), longestMs: Type.Integer() },
  { description: 'How long the manager let others wait within the last minute, in milliseconds.' },
)

export const Health = Type.Object(
  {
    status: Type.Enum(['ok', 'degraded']),
    version: Type.String(),
    uptimeSeconds: Type.Number(),
    checks: Type.Object({ store: Store, engines: Type.Object(check) }),
    eventLoop: EventLoop,
  },
  { $id: 'Health' },
)
export type Health = Static<typeof Health>
