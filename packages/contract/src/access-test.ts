import { Type, type Static } from 'typebox'
import { nullable } from './nullable.ts'

/** Asks what would happen to a peer. */
export const AccessTestInput = Type.Object(
  {
    serviceId: Type.String(),
    address: Type.String({ minLength: 2, maxLength: 64, examples: ['192.0.2.7', '2001:db8::1'] }),
  },
  { additionalProperties: false },
)
export type AccessTestInput = Static<typeof AccessTestInput>

/** What decided: `range` is the CIDR range or the times as the user wrote them, or the network that is banned. */
export const AccessRule = Type.Object({
  kind: Type.Enum([
    'allow',
    'deny',
    'ban',
    'no-match',
    'no-address',
    'access-times',
    'max-connections',
    'max-connections-per-ip',
    'connection-rate',
    'descriptors',
    'service-stopping',
    'challenge',
  ]),
  range: nullable(Type.String()),
})
export type AccessRule = Static<typeof AccessRule>

export const AccessTestResult = Type.Object(
  { allowed: Type.Boolean(), rule: AccessRule },
  { $id: 'AccessTestResult' },
)
export type AccessTestResult = Static<typeof AccessTestResult>
