import { Type, type Static } from 'typebox'

/** How a service shall stop. */
export const StopInput = Type.Object(
  {
    drainMs: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 3_600_000,
        description: "How long open connections may go on; without it the service's drainTimeoutMs.",
      }),
    ),
  },
  { additionalProperties: false },
)
export type StopInput = Static<typeof StopInput>
