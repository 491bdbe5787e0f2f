import type { Service } from '@switchboard/contract'

const TROUBLE: Partial<Record<Service['state'], number>> = { failed: 0, degraded: 1, backoff: 2 }

const rank = (service: Service) => TROUBLE[service.state] ?? 3

/** What the tiles of the overview show; counters are since each service's last start. */
export function totals(services: readonly Service[]) {
  const sum = (pick: (stats: Service['stats']) => number) =>
    services.reduce((total, { stats }) => total + pick(stats), 0)
  return {
    running: services.filter(({ state }) => state === 'running').length,
    troubled: services.filter((service) => rank(service) < 3).length,
    openConnections: sum((stats) => stats.openConnections),
    totalConnections: sum((stats) => stats.totalConnections),
    bytesIn: sum((stats) => stats.bytesIn),
    bytesOut: sum((stats) => stats.bytesOut),
  }
}

/** Failed, degraded and restarting services before the others; their order is kept otherwise. */
export const failedFirst = (services: readonly Service[]) => [...services].sort((a, b) => rank(a) - rank(b))
