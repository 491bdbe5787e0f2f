import { Type, type Static } from 'typebox'

/** Minutes; fractions are allowed. */
const minutes = (title: string, value: number, description: string) =>
  Type.Number({ title, minimum: 0.01, maximum: 525_600, default: value, description })

const score = (title: string, value: number, description: string) =>
  Type.Integer({ title, minimum: 0, maximum: 1000, default: value, description })

/** Who is banned by what they do. Addresses are counted one by one, those of IPv6 by their /64. */
export const DefenderSettings = Type.Object(
  {
    enabled: Type.Boolean({
      title: 'Ban by score',
      default: true,
      description: 'Bans that are there hold also without.',
    }),
    threshold: Type.Integer({
      title: 'Threshold',
      minimum: 1,
      maximum: 100_000,
      default: 60,
      description: 'An address with this score is banned.',
    }),
    observationTimeMinutes: minutes('Observation time (minutes)', 30, 'So long an event counts.'),
    banTimeMinutes: minutes('Ban time (minutes)', 30, 'How long the first ban of an address lasts.'),
    banTimeIncrement: Type.Integer({
      title: 'Growth (%)',
      minimum: 0,
      maximum: 10_000,
      default: 50,
      description: 'By so much of the ban time each further ban within 30 days is longer.',
    }),
    maxBanTimeMinutes: minutes('Ban time at most (minutes)', 1440, 'No ban by score lasts longer.'),
    scoreAuthRejected: score('Score of a wrong answer', 2, 'To the challenge of a service.'),
    scoreLoginRejected: score('Score of a wrong sign-in', 2, 'With a name and a password or code.'),
    scoreProtocolError: score('Score of a protocol error', 1, 'A connection that ended as protocol-error.'),
    scoreFileRejected: score('Score of a refused file', 1, 'For what its sender is to blame.'),
    scoreConnectionRefused: score(
      'Score of a refused connection',
      0,
      'By access rules, or for too many connections from the address.',
    ),
    scoreNoMessage: score('Score of silence', 0, 'Came and went without a byte in either direction.'),
    safeList: Type.Array(Type.String({ maxLength: 64 }), {
      title: 'Never banned',
      maxItems: 1000,
      default: ['127.0.0.0/8', '::1/128'],
      description: 'Addresses and ranges in CIDR notation.',
    }),
  },
  { additionalProperties: false },
)
export type DefenderSettings = Static<typeof DefenderSettings>
