import { entryMatcher } from '@switchboard/filter/match'
import type { NewEntry } from '@switchboard/journal'
import type { Finding } from '@switchboard/store'
import { isInScope, type Scope } from '../access/reach.ts'
import { findingOf, readFilter } from '../resources/filter-query.ts'
import type { ServiceRegistry } from '../resources/services/service-registry.ts'

/** Which entries a subscription wants. */
export type JournalSelection = {
  /** The same for all who want the same: what was found for one is found for all. */
  key: string
  serviceId?: string
  /** Ids of the only services whose entries belong to it; left out: all. */
  serviceIds?: readonly string[]
  /** Every entry belongs to it. */
  isWhole: boolean
  passes: (entry: NewEntry) => boolean
  /** The filter for the store, as of now; null where there is none. */
  finding: () => Finding | null
}

/** Throws `validation-failed` for a filter that is none. */
export function selectEntries(
  services: ServiceRegistry,
  { service: serviceId, filter, scope }: { service?: string; filter?: string; scope: Scope },
): JournalSelection {
  const parsed = filter ? readFilter(filter, 'journal') : null
  const matches = parsed
    ? entryMatcher(parsed, { serviceOf: (id) => services.find(id)?.settings })
    : () => true
  return {
    key: JSON.stringify([serviceId, filter, scope && [...scope].sort()]),
    ...(serviceId !== undefined && { serviceId }),
    ...(scope && { serviceIds: [...scope] }),
    isWhole: serviceId === undefined && scope === null && parsed === null,
    passes: (entry) =>
      isInScope(scope, entry.serviceId) &&
      (serviceId === undefined || entry.serviceId === serviceId) &&
      matches(entry),
    finding: () => parsed && findingOf(parsed, services),
  }
}
