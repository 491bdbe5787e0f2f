import { Type, type Static } from 'typebox'

/** Bytes that passed on a connection in one piece: a read from its socket, a write to it, or a datagram. */
export const Chunk = Type.Object(
  {
    ordinal: Type.Integer({ description: 'Counts the chunks of the connection, both ways together.' }),
    at: Type.String({
      format: 'date-time',
      examples: ['2026-11-21T09:05:07.123456Z'],
      description: 'With microseconds; never goes back within a connection.',
    }),
    direction: Type.Enum(['in', 'out']),
    offset: Type.Integer({
      description:
        'How many bytes went the same way before. More than were captured: the others are missing.',
    }),
    bytes: Type.Integer(),
    base64: Type.String({ description: 'The bytes.' }),
    messageEnds: Type.Array(Type.Integer(), {
      description:
        'Where messages end in it: after so many of its bytes. More may follow while it is being read.',
    }),
  },
  { $id: 'Chunk' },
)
export type Chunk = Static<typeof Chunk>
