import type { ConnectionCounters, ConnectionRecord } from '@switchboard/journal'
import type { Offence } from './bans/offence.ts'

/** Totals of a service since it was last started; `openConnections` is now. */
export type ServiceStats = {
  openConnections: number
  totalConnections: number
  refusedConnections: number
  bytesIn: number
  bytesOut: number
  messagesIn: number
  messagesOut: number
}

/** Nothing has happened yet. */
export const noStats = (): ServiceStats => ({
  openConnections: 0,
  totalConnections: 0,
  refusedConnections: 0,
  bytesIn: 0,
  bytesOut: 0,
  messagesIn: 0,
  messagesOut: 0,
})

/** Adds what went over one connection. */
export function addCounters(stats: ServiceStats, counters: ConnectionCounters): void {
  stats.bytesIn += counters.bytesIn
  stats.bytesOut += counters.bytesOut
  stats.messagesIn += counters.messagesIn
  stats.messagesOut += counters.messagesOut
}

/** The sum over the engines that carry a service. */
export function sumStats(all: Iterable<ServiceStats>): ServiceStats {
  const sum = noStats()
  for (const stats of all) {
    for (const key of Object.keys(sum) as (keyof ServiceStats)[]) sum[key] += stats[key]
  }
  return sum
}

/** How an open connection stands now. */
export type ConnectionReport = { id: string; counters: ConnectionCounters } & Required<
  Pick<ConnectionRecord, 'identity' | 'transfer' | 'phase' | 'lastActiveAt'>
>

/** What changed since the last report, a few times a second: never a message per packet. */
export type CountersReport = {
  services: { serviceId: string; stats: ServiceStats }[]
  connections: ConnectionReport[]
  offences: Offence[]
}
