import type { Service } from '@switchboard/contract'

const TROUBLE: Partial<Record<Service['state'], number>> = { failed: 0, degraded: 1, backoff: 2 }

const rank = (service: Service) => TROUBLE[service.state] ?? 3

/** How many services run whole, and how many want somebody to look after them. */
export const countStates = (services: readonly Service[]) => ({
  running: services.filter(({ state }) => state === 'running').length,
  troubled: services.filter((service) => rank(service) < 3).length,
})

/** The connections that are open now. */
export const countOpen = (services: readonly Service[]) =>
  services.reduce((total, { stats }) => total + stats.openConnections, 0)

/** Failed, degraded and restarting services before the others; their order is kept otherwise. */
export const failedFirst = (services: readonly Service[]) => [...services].sort((a, b) => rank(a) - rank(b))
