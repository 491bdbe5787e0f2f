import type { ServerMessage, StatsKey, StatsSeries } from '@switchboard/contract'
import { STATS_KEYS } from '@switchboard/contract/stats-keys'

export type StatsMessage = Extract<ServerMessage, { type: 'stats' }>

/**
 * The series, of one value a second, with one second more at its end and the oldest gone; the same where it has that
 * second already, and null where seconds in between were missed.
 */
export function appendSecond(series: StatsSeries, { at, rates, totals }: StatsMessage): StatsSeries | null {
  if (at === null) return series
  const { length } = series.bytesIn
  const behind = Math.round((Date.parse(at) - Date.parse(series.from)) / 1000) - length
  if (behind < 0) return series
  if (behind > 0) return null
  const values = rates && { ...rates, openConnections: totals.openConnections }
  const longer = STATS_KEYS.map((key) => [key, [...series[key].slice(1), values?.[key] ?? null]])
  const from = new Date(Date.parse(series.from) + 1000).toISOString()
  return { ...series, ...(Object.fromEntries(longer) as Pick<StatsSeries, StatsKey>), from }
}
