import type { RecentTraffic, StatsSeries, StatsStep } from '@switchboard/contract'
import { request } from './request.ts'

const DAY_MS = 86_400_000
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString()

/** What a service carried, or (null) all of them, in the last `days`, or (null) as far back as samples of this step reach. */
export const getStats = (service: string | null, step: StatsStep, days: number | null) =>
  request<StatsSeries>(service === null ? '/stats' : `/services/${encodeURIComponent(service)}/stats`, {
    query: { step, from: days === null ? null : daysAgo(days) },
  })

/** The bytes of the last minute of each service that carried any. */
export const getRecentTraffic = () => request<RecentTraffic>('/stats/recent')
