import { Type, type Static } from 'typebox'

const Host = Type.String({
  minLength: 1,
  maxLength: 64,
  default: '127.0.0.1',
  description: 'An IPv4 or IPv6 address of this machine. 0.0.0.0 and :: are reachable from the network.',
})

/** Where a service listens, as the user asks for it. Port 0 takes a free port. */
export const ListenAddress = Type.Union([
  Type.Object(
    {
      transport: Type.Enum(['tcp', 'udp']),
      host: Type.Optional(Host),
      port: Type.Integer({ minimum: 0, maximum: 65535, description: '0 takes a free port.' }),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      transport: Type.Literal('unix'),
      path: Type.String({
        pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
        description: "A plain file name inside the data directory's sockets folder.",
      }),
    },
    { additionalProperties: false },
  ),
])
export type ListenAddress = Static<typeof ListenAddress>

/** Where a running service really listens: port 0 has become a number. */
export const Endpoint = Type.Union([
  Type.Object({ transport: Type.Enum(['tcp', 'udp']), host: Type.String(), port: Type.Integer() }),
  Type.Object({ transport: Type.Literal('unix'), path: Type.String() }),
])
export type Endpoint = Static<typeof Endpoint>

export const Transport = Type.Enum(['tcp', 'udp', 'unix'])
export type Transport = Static<typeof Transport>
