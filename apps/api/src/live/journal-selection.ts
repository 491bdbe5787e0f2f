import { entryMatcher } from '@switchboard/filter/match'
import type { NewEntry } from '@switchboard/journal'
import type { Finding } from '@switchboard/store'
import { findingOf, readFilter } from '../resources/filter-query.ts'
import type { ServiceRegistry } from '../resources/services/service-registry.ts'

/** Which entries a subscription wants. */
export type JournalSelection = {
  /** The same for all who want the same: what was found for one is found for all. */
  key: string
  serviceId?: string
  /** Every entry belongs to it. */
  isWhole: boolean
  passes: (entry: NewEntry) => boolean
  /** The filter for the store, as of now; null where there is none. */
  finding: () => Finding | null
}

/** Throws `validation-failed` for a filter that is none. */
export function selectEntries(
  services: ServiceRegistry,
  serviceId?: string,
  filter?: string,
): JournalSelection {
  const parsed = filter ? readFilter(filter, 'journal') : null
  const matches = parsed
    ? entryMatcher(parsed, { serviceOf: (id) => services.find(id)?.settings })
    : () => true
  return {
    key: JSON.stringify([serviceId, filter]),
    ...(serviceId !== undefined && { serviceId }),
    isWhole: serviceId === undefined && parsed === null,
    passes: (entry) => (serviceId === undefined || entry.serviceId === serviceId) && matches(entry),
    finding: () => parsed && findingOf(parsed, services),
  }
}
