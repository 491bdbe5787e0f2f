import type { JournalEntry } from '@switchboard/contract'
import type { Field, KnownValue } from '@switchboard/filter'
import type { Row } from '../../live/journal-rows.ts'
import { knownValues } from '../filter/known-values.ts'

/** Rows that are looked at, the newest: more would be felt while somebody types. */
const MOST_ROWS = 10_000

const VALUE_OF: Partial<Record<Field, (entry: JournalEntry) => unknown>> = {
  svc: (entry) => entry.serviceName,
  ev: (entry) => entry.type,
  severity: (entry) => entry.severity,
  dir: (entry) => entry.direction,
  peer: (entry) => entry.remoteAddress,
  user: (entry) => entry.detail?.['identity'],
}

/** The values of a field in the newest rows of a log with how often they occur there, then those known otherwise. */
export function valuesInLog(rows: readonly Row[], field: Field): KnownValue[] {
  const valueOf = VALUE_OF[field]
  if (!valueOf) return knownValues(field)
  const counts = new Map<string, number>()
  for (const row of rows.slice(-MOST_ROWS)) {
    const value = row.kind === 'entry' ? valueOf(row.entry) : null
    if (typeof value === 'string') counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  const others = knownValues(field).filter(({ value }) => !counts.has(value))
  const found = [...counts].map(([value, count]) => ({ value, count }))
  return [...found.sort((a, b) => b.count - a.count), ...others.map(({ value }) => ({ value }))]
}
