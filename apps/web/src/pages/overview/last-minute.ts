import type { StatsKey, StatsSeries } from '@switchboard/contract'

/** Values of the last 60 seconds, the newest last; null: nothing is known of that second. */
export type Minute = readonly (number | null)[]

/** The last minute of one number, empty where nothing was read yet. */
export const minuteOf = (series: StatsSeries | null, key: StatsKey): Minute =>
  series === null ? [] : series[key].slice(-60)

/** Of two numbers together. */
export const addMinutes = (one: Minute, other: Minute): Minute =>
  one.map((value, at) => (value === null ? null : value + (other[at] ?? 0)))

/** What was counted in all, from rates per second; null: nothing is known of the whole minute. */
export function countOf(minute: Minute): number | null {
  const known = minute.filter((value) => value !== null)
  return known.length === 0 ? null : Math.round(known.reduce((sum, value) => sum + value, 0))
}

/** Of the newest second of which something is known. */
export const newestOf = (minute: Minute): number | null => minute.findLast((value) => value !== null) ?? null
