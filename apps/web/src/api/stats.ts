import type { RecentTraffic, StatsSeries, StatsStep } from '@switchboard/contract'
import { request } from './request.ts'

/** What a service carried, or (null) all of them, as far back as samples of this step reach. */
export const getStats = (service: string | null, step: StatsStep) =>
  request<StatsSeries>(service === null ? '/stats' : `/services/${encodeURIComponent(service)}/stats`, {
    query: { step },
  })

/** The bytes of the last minute of each service that carried any. */
export const getRecentTraffic = () => request<RecentTraffic>('/stats/recent')
