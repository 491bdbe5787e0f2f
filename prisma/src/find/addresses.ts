import type { Filter, Test } from '@switchboard/filter'
import { addressHashes, beginningHash } from '../address-filter.ts'
import { addressPlaces, type Place } from './address-texts.ts'

/** More than this would be in every block. */
const MOST_PLACES = 100

/**
 * Numbers, as an address filter holds them, of which every row that passes has at least one; null if rows of any
 * address may pass, or of none.
 */
export function addressesIn(filter: Filter): readonly number[] | null {
  switch (filter.kind) {
    case 'all':
    case 'not':
      return null
    case 'and':
      return filter.parts.map(addressesIn).find((hashes) => hashes !== null) ?? null
    case 'or':
      return together(filter.parts.map(addressesIn))
    case 'compare': {
      if (filter.field !== 'peer' || filter.op === '!=') return null
      return together(filter.tests.map(hashesPassing))
    }
  }
}

function together(parts: (readonly number[] | null)[]): readonly number[] | null {
  const known = parts.filter((hashes) => hashes !== null).flat()
  return parts.some((hashes) => hashes === null) || known.length > MOST_PLACES ? null : known
}

function hashesPassing(test: Test): readonly number[] | null {
  if (test.kind === 'addresses') {
    const places = addressPlaces(test.from, test.to)
    return places && together(places.map(hashOf))
  }
  return test.kind === 'glob' && test.parts[0] ? beginning(test.parts[0]) : null
}

const hashOf = (place: Place): readonly number[] | null =>
  'exact' in place ? addressHashes(place.exact).slice(-1) : beginning(place.beginning)

function beginning(text: string): readonly number[] | null {
  const hash = beginningHash(text)
  return hash === null ? null : [hash]
}
