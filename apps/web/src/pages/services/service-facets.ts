import type { Service, ServiceState } from '@switchboard/contract'
import { compareText } from '../../format/compare-text.ts'
import { STATE_WORDS } from '../../format/words.ts'

/** What is chosen by a press instead of being typed; null is any. */
export type Facets = { state: ServiceState | null; protocol: string | null; tag: string | null }

export type Facet = keyof Facets

/** A value that can be chosen, and how many services would be listed. */
export type FacetValue = { value: string; count: number }

/** What the address asks for; a state that there is not counts as none. */
export function facetsOf(query: (key: string) => string | null): Facets {
  const state = query('state')
  return {
    state: state !== null && state in STATE_WORDS ? (state as ServiceState) : null,
    protocol: query('protocol'),
    tag: query('tag'),
  }
}

/** Without `except`, the services that fit every choice; with it, those that fit the others. */
export function passing(services: readonly Service[], facets: Facets, except?: Facet): Service[] {
  const asked = (Object.keys(VALUES) as Facet[]).filter((facet) => facet !== except && facets[facet] !== null)
  return services.filter((service) =>
    asked.every((facet) => VALUES[facet](service).includes(facets[facet] ?? '')),
  )
}

/** What can be chosen among these services; what is chosen is there in any case. */
export function facetValues(services: readonly Service[], facets: Facets, facet: Facet): FacetValue[] {
  const counts = new Map<string, number>()
  const chosen = facets[facet]
  if (chosen !== null) counts.set(chosen, 0)
  for (const service of passing(services, facets, facet))
    for (const value of VALUES[facet](service)) counts.set(value, (counts.get(value) ?? 0) + 1)
  const values = [...counts].map(([value, count]) => ({ value, count }))
  return values.sort((a, b) => ORDER[facet](a.value, b.value))
}

const VALUES: Record<Facet, (service: Service) => readonly string[]> = {
  state: ({ state }) => [state],
  protocol: ({ protocol }) => [protocol],
  tag: ({ tags }) => tags,
}

const STATES = Object.keys(STATE_WORDS)

const ORDER: Record<Facet, (a: string, b: string) => number> = {
  state: (a, b) => STATES.indexOf(a) - STATES.indexOf(b),
  protocol: compareText,
  tag: compareText,
}
