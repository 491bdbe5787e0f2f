import { parseFilter, type Filter, type Subject } from '@switchboard/filter'
import { patternProblem } from '@switchboard/filter/match'
import type { Finding } from '@switchboard/store'
import { Type } from 'typebox'
import { invalid } from '../problem.ts'
import type { ServiceRegistry } from './services/service-registry.ts'

/** A filter as a parameter or in a body. How long it may be is for the filter language to say. */
export const FilterText = Type.String({
  description:
    'What to look for, in the filter language: `svc:echo-* peer:10.0.0.0/8 -reason:peer-closed last:15m`.',
  examples: ['ev:connection.closed bytes>=4k'],
})

/** Throws `validation-failed` with the place in the text and what was expected there. */
export function readFilter(text: string, subject: Subject): Filter {
  const { filter, error } = parseFilter(text, { subject, patternProblem })
  if (filter) return filter
  const { message, position, length, expected } = error
  throw invalid([
    { path: '/filter', message: `${message} (at character ${position + 1})`, position, length, expected },
  ])
}

/** What the store needs to find by a filter: the services' protocols and tags of this moment, and the time. */
export function findingOf(filter: Filter, registry: Pick<ServiceRegistry, 'list'>): Finding {
  const services = registry.list().map(({ settings: { id, protocol, tags } }) => ({ id, protocol, tags }))
  return { filter, services, now: Date.now() }
}
