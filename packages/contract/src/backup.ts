import { Type, type Static } from 'typebox'
import { nullable } from './nullable.ts'
import { Timestamp } from './page.ts'

/** A copy of the database as it was at one moment. */
export const Backup = Type.Object(
  {
    id: Type.String({ examples: ['2026-11-21T09-05-07-123Z'] }),
    state: Type.Enum(['running', 'done', 'failed']),
    createdAt: Timestamp,
    progress: Type.Number({
      minimum: 0,
      maximum: 1,
      description: 'How much of the database is copied; 1 is all.',
    }),
    bytes: nullable(Type.Integer(), { description: 'How long the file is; null until it is done.' }),
    error: nullable(Type.String(), { description: 'Why it failed, and the remedy.' }),
  },
  { $id: 'Backup' },
)
export type Backup = Static<typeof Backup>
