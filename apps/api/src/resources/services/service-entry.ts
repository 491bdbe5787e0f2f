import { blankEntry, type NewEntry } from '@switchboard/netcore'
import type { ServiceSettings } from './service-settings.ts'

/** The journal's line for a change of settings. */
export function serviceEntry(
  type: 'service.created' | 'service.updated' | 'service.deleted',
  { id, name }: Pick<ServiceSettings, 'id' | 'name'>,
  detail: Record<string, unknown> | null,
): NewEntry {
  return { ...blankEntry(type, 'info'), serviceId: id, serviceName: name, detail }
}
