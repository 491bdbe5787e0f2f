/** Milliseconds since the epoch as the API writes them: ISO 8601, UTC. */
export const timestamp = (ms: number) => new Date(ms).toISOString()

export const timestampOrNull = (ms: number | null) => (ms === null ? null : timestamp(ms))
