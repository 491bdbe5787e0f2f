// Without TypeBox, so that the dashboard can take it in alone.
import type { StatsSeries } from './stats.ts'

/** What a sample has, in this order: all per second, but the last, which is how many there are. */
export const STATS_KEYS = [
  'connections',
  'refusedConnections',
  'errors',
  'bytesIn',
  'bytesOut',
  'messagesIn',
  'messagesOut',
  'openConnections',
] as const satisfies (keyof StatsSeries)[]
export type StatsKey = (typeof STATS_KEYS)[number]
