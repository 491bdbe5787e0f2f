import type { StatsSeries } from '@switchboard/contract'
import type { StatsKey } from '../../live/stats-series.ts'
import type { ChartData, ChartLine } from './chart.ts'

type Named = [key: StatsKey, label: string, style: ChartLine['style']]

const chartOf =
  (...lines: Named[]) =>
  (series: StatsSeries): ChartData => ({
    from: Date.parse(series.from) / 1000,
    step: series.stepSeconds,
    lines: lines.map(([key, label, style]) => ({ label, values: series[key], style })),
  })

export const bytesOf = chartOf(['bytesIn', 'in', 1], ['bytesOut', 'out', 2])
export const messagesOf = chartOf(['messagesIn', 'in', 1], ['messagesOut', 'out', 2])
export const connectionsOf = chartOf(
  ['connections', 'opened', 1],
  ['refusedConnections', 'refused', 2],
  ['errors', 'errors', 3],
)
export const openOf = chartOf(['openConnections', 'open', 1])

/** What the values of one number come to in all. */
export const totalOf = (series: StatsSeries, key: StatsKey): number =>
  Math.round(series[key].reduce<number>((sum, value) => sum + (value ?? 0) * series.stepSeconds, 0))
