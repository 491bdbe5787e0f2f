import { connectionMatcher } from '@switchboard/filter/match'
import type { ConnectionRecord } from '@switchboard/netcore'
import type { Finding } from '@switchboard/store'

/** Whether a connection in memory passes what the store would be asked for. */
export function matcherOf({ filter, services, now }: Finding): (record: ConnectionRecord) => boolean {
  const byId = new Map(services.map((service) => [service.id, service]))
  return connectionMatcher(filter, { serviceOf: (id) => byId.get(id), now: () => now })
}
