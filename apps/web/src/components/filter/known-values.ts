import type { Field, KnownValue } from '@switchboard/filter'
import { services } from '../../live/index.ts'

/** What the services there are have for a field, what most of them have first. */
export function knownValues(field: Field): KnownValue[] {
  const counts = new Map<string, number>()
  for (const { name, protocol, tags } of services.list) {
    const values = field === 'svc' ? [name] : field === 'proto' ? [protocol] : field === 'tag' ? tags : []
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  const values = [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count)
  // A name is had once.
  return field === 'svc' ? values.map(({ value }) => ({ value })) : values
}
