import type { StatsKey, StatsSeries } from '@switchboard/contract'
import type { ChartData, ChartLine } from './chart.ts'

type Named = [key: StatsKey, label: string, style: ChartLine['style']]

const chartOf =
  (...lines: Named[]) =>
  (series: StatsSeries): ChartData => ({
    from: Date.parse(series.from) / 1000,
    step: series.stepSeconds,
    lines: lines.map(([key, label, style]) => ({ label, values: series[key], style })),
  })

export const bytesOf = chartOf(['bytesIn', 'In', 1], ['bytesOut', 'Out', 2])
export const messagesOf = chartOf(['messagesIn', 'In', 1], ['messagesOut', 'Out', 2])
export const connectionsOf = chartOf(
  ['connections', 'Opened', 1],
  ['refusedConnections', 'Refused', 2],
  ['errors', 'Errors', 3],
)
export const openOf = chartOf(['openConnections', 'Open', 1])

/** What the values of one number come to in all. */
export function totalOf(series: StatsSeries, key: StatsKey): number {
  const secondsOf = (index: number) => series.knownSeconds?.[index] ?? series.stepSeconds
  return Math.round(
    series[key].reduce<number>((sum, value, index) => sum + (value ?? 0) * secondsOf(index), 0),
  )
}
