import { Type, type Static } from 'typebox'
import { nullable } from './nullable.ts'

const Check = Type.Object({
  status: Type.Enum(['ok', 'degraded']),
  message: nullable(Type.String()),
})

export const Health = Type.Object(
  {
    status: Type.Enum(['ok', 'degraded']),
    version: Type.String(),
    uptimeSeconds: Type.Number(),
    checks: Type.Object({ store: Check, engines: Check }),
  },
  { $id: 'Health' },
)
export type Health = Static<typeof Health>
