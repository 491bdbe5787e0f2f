import { Type, type Static } from 'typebox'
import { nullable } from './nullable.ts'

/** Asks whether a service could listen on an address now. */
export const AddressCheckInput = Type.Object(
  {
    transport: Type.Enum(['tcp', 'udp']),
    host: Type.Optional(
      Type.String({
        minLength: 2,
        maxLength: 64,
        default: '127.0.0.1',
        description: 'An IPv4 or IPv6 address.',
      }),
    ),
    port: Type.Integer({ minimum: 1, maximum: 65535 }),
    serviceId: Type.Optional(
      Type.String({ description: 'The service that shall listen there: what it has itself is free for it.' }),
    ),
  },
  { additionalProperties: false },
)
export type AddressCheckInput = Static<typeof AddressCheckInput>

export const AddressCheck = Type.Object(
  {
    free: Type.Boolean({ description: 'Whether it could be listened on now.' }),
    code: nullable(
      Type.Enum(['address-in-use', 'address-not-available', 'address-not-permitted', 'listen-failed']),
      { description: 'What a start would fail with.' },
    ),
    message: nullable(Type.String(), { description: 'The same in words, with what to do about it.' }),
    owner: Type.Optional(
      Type.Object(
        { serviceId: Type.String(), name: Type.String() },
        { description: 'The service of ours that listens there.' },
      ),
    ),
    freePort: nullable(Type.Integer(), {
      description:
        'The next port of this host that is free over TCP and UDP; null when it is free itself, or none is near.',
    }),
  },
  { $id: 'AddressCheck' },
)
export type AddressCheck = Static<typeof AddressCheck>
