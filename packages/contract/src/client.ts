import { Type, type Static } from 'typebox'
import { Transport } from './listen.ts'
import { nullable } from './nullable.ts'

/** Bounds of one talk of the test client: milliseconds, bytes each way, messages. */
export const LONGEST_TALK_MS = 30_000
export const MOST_TALK_BYTES = 1024 * 1024
export const MOST_TALK_MESSAGES = 1000

const base64 = (description: string) => Type.String({ format: 'byte', description })
const milliseconds = (preset: number, description: string) =>
  Type.Integer({ minimum: 0, maximum: LONGEST_TALK_MS, default: preset, description })

/** One message of the test client: exactly one of text and base64. */
export const TalkMessage = Type.Object(
  {
    text: Type.Optional(Type.String({ description: 'In UTF-8. Either this or `base64`.' })),
    base64: Type.Optional(base64('Any bytes.')),
    delayMs: Type.Optional(
      milliseconds(0, 'How long to wait before it, after the message before or the connecting.'),
    ),
  },
  { additionalProperties: false },
)
export type TalkMessage = Static<typeof TalkMessage>

/** What the answer is held against: exactly one of the three. */
export const ClientExpectation = Type.Object(
  {
    text: Type.Optional(Type.String({ description: 'All that comes is exactly this, in UTF-8.' })),
    base64: Type.Optional(base64('All that comes is exactly these bytes.')),
    pattern: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description:
          'A regular expression (RE2) that is found in the first 16 KiB of what comes, whatever the case; `(?-i)` makes case count.',
      }),
    ),
  },
  { additionalProperties: false },
)
export type ClientExpectation = Static<typeof ClientExpectation>

export const ClientTls = Type.Object(
  {
    serverName: Type.Optional(
      Type.String({ minLength: 1, maxLength: 253, description: 'The name that is asked for (SNI).' }),
    ),
    rejectUnauthorized: Type.Optional(
      Type.Boolean({ default: true, description: 'Hang up unless the certificate is trusted here.' }),
    ),
  },
  { additionalProperties: false },
)
export type ClientTls = Static<typeof ClientTls>

/** What the test client does with one of the addresses of a service. */
export const ClientSendInput = Type.Object(
  {
    serviceId: Type.String(),
    endpoint: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 15,
        default: 0,
        description: "Which of the service's `endpoints`, counted from 0.",
      }),
    ),
    messages: Type.Array(TalkMessage, {
      maxItems: MOST_TALK_MESSAGES,
      description: 'At most 1 MiB together. Without one, it only listens.',
    }),
    halfClose: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'End our side after the last message, and go on listening.',
      }),
    ),
    waitMs: Type.Optional(
      milliseconds(1000, 'How long to listen after the last message. With all delays at most 30 s.'),
    ),
    maxBytes: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MOST_TALK_BYTES,
        default: MOST_TALK_BYTES,
        description: 'Hang up once so much has come.',
      }),
    ),
    tls: Type.Optional(
      Type.Union([Type.Literal(false), ClientTls], { default: false, description: 'Speak TLS, over TCP.' }),
    ),
    expect: Type.Optional(ClientExpectation),
  },
  { additionalProperties: false },
)
export type ClientSendInput = Static<typeof ClientSendInput>

const At = Type.Number({ description: 'Milliseconds since the talk began.' })

/** What was said and heard. */
export const ClientSendResult = Type.Object(
  {
    transport: Transport,
    localAddress: nullable(Type.String(), {
      description: 'Our own side, which the service has as its peer; null for Unix sockets.',
    }),
    localPort: nullable(Type.Integer()),
    remoteAddress: nullable(Type.String()),
    remotePort: nullable(Type.Integer()),
    connectedAfterMs: nullable(Type.Number(), { description: 'null: nobody was there.' }),
    sent: Type.Array(Type.Object({ atMs: At, bytes: Type.Integer() }), {
      description: 'One for each message that went out.',
    }),
    received: Type.Array(Type.Object({ atMs: At, base64: Type.String() }), {
      description: 'One for each datagram, or each read from the stream.',
    }),
    endedBy: Type.Enum(['peer', 'client', 'timeout', 'reset', 'refused'], {
      description:
        '`peer`: the service ended its side. `client`: we hung up, because `maxBytes` had come. `timeout`: it was listened as long as asked. ' +
        '`reset`: it broke off. `refused`: it did not come about.',
    }),
    error: nullable(Type.Object({ code: Type.String(), message: Type.String() })),
    durationMs: Type.Number(),
    assertion: nullable(Type.Object({ passed: Type.Boolean(), detail: Type.String() }), {
      description: 'Whether what came is as `expect` says; null without it.',
    }),
  },
  { $id: 'ClientSendResult' },
)
export type ClientSendResult = Static<typeof ClientSendResult>
