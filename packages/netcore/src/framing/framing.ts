import { Type, type Static } from 'typebox'
import type { Decoder } from './decoder.ts'
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
  ],
  {
    default: { kind: 'raw', maxBytes: 65_536 },
    title: 'Framing',
    description: 'What counts as one message on TCP and Unix connections.',
  },
)
export type Framing = Static<typeof Framing>

export function createDecoder(framing: Framing): Decoder {
  switch (framing.kind) {
    case 'raw':
      return new RawDecoder(framing.maxBytes)
    case 'lines':
      return new LinesDecoder(framing.maxBytes)
  }
}
