/** Why a service is in the state it is in. */
export type StateReason = {
  code: string
  message: string
  /** Milliseconds since the epoch. */
  at: number
}

/** A reason that has just come up. */
export const because = (code: string, message: string): StateReason => ({ code, message, at: Date.now() })
