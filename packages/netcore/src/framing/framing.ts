import { Type, type Static } from 'typebox'
import type { Decoder } from './decoder.ts'
import { FixedDecoder } from './fixed.ts'
import { LengthPrefixedDecoder } from './length-prefixed.ts'
import { LinesDecoder } from './lines.ts'
import { RawDecoder } from './raw.ts'

const maxBytes = Type.Integer({
  minimum: 1,
  maximum: 16_777_216,
  default: 65_536,
  title: 'Longest message',
  description: 'Bytes.',
})

/** Where a message ends on a stream. A datagram is always one message. */
export const Framing = Type.Union(
  [
    Type.Object(
      { kind: Type.Literal('raw', { title: 'Raw' }), maxBytes },
      {
        additionalProperties: false,
        title: 'Raw',
        description: 'Whatever one read delivers; a longer read is cut into pieces.',
      },
    ),
    Type.Object(
      { kind: Type.Literal('lines', { title: 'Lines' }), maxBytes },
      {
        additionalProperties: false,
        title: 'Lines',
        description: 'Up to a line feed; a carriage return before it belongs to the ending.',
      },
    ),
    Type.Object(
      {
        kind: Type.Literal('length-prefixed', { title: 'Length-prefixed' }),
        bytes: Type.Enum([1, 2, 4], {
          default: 4,
          title: 'Bytes of the length',
          description: 'A length of 1 byte says 255 at most, 2 bytes 65,535.',
        }),
        endian: Type.Enum(['big', 'little'], {
          default: 'big',
          title: 'Byte order',
          description: 'big: the most significant byte first, as network protocols have it.',
        }),
        maxBytes,
      },
      {
        additionalProperties: false,
        title: 'Length-prefixed',
        description: 'Each message comes behind its length, an unsigned number that does not count itself.',
      },
    ),
    Type.Object(
      {
        kind: Type.Literal('fixed', { title: 'Fixed length' }),
        bytes: Type.Integer({
          minimum: 1,
          maximum: 16_777_216,
          default: 16,
          title: 'Bytes of a message',
        }),
      },
      {
        additionalProperties: false,
        title: 'Fixed length',
        description:
          'Every message has the same number of bytes. Replies go out as they are, without padding.',
      },
    ),
  ],
  {
    default: { kind: 'raw', maxBytes: 65_536 },
    title: 'Framing',
    description: 'What counts as one message on TCP and Unix connections.',
  },
)
export type Framing = Static<typeof Framing>

/** A decoder for one stream that finds the messages of this framing. */
export function createDecoder(framing: Framing): Decoder {
  switch (framing.kind) {
    case 'raw':
      return new RawDecoder(framing.maxBytes)
    case 'lines':
      return new LinesDecoder(framing.maxBytes)
    case 'length-prefixed':
      return new LengthPrefixedDecoder(framing)
    case 'fixed':
      return new FixedDecoder(framing.bytes)
  }
}
