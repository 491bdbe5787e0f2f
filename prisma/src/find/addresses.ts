import type { Filter, Test } from '@switchboard/filter'
import { addressHashes, beginningHash } from '../address-filter.ts'
import { addressPlaces, type Place } from './address-texts.ts'
import { sql, type Sql } from './sql.ts'

/** What rows are looked for by: the number that filters of blocks hold of it, and what is true of such a row. */
export type Sought = { hash: number; where: Sql }

/** More than this would be in every block. */
const MOST_SOUGHT = 100

/** Addresses, or beginnings of addresses, of which every row that passes has one; null if that cannot be told. */
export function addressesIn(filter: Filter): Sought[] | null {
  switch (filter.kind) {
    case 'all':
    case 'not':
      return null
    case 'and':
      return filter.parts.map(addressesIn).find((sought) => sought !== null) ?? null
    case 'or':
      return together(filter.parts.map(addressesIn))
    case 'compare': {
      if (filter.field !== 'peer' || filter.op === '!=') return null
      return together(filter.tests.map(soughtBy))
    }
  }
}

function together(parts: (Sought[] | null)[]): Sought[] | null {
  const known = parts.filter((sought) => sought !== null)
  const all = known.flat()
  return known.length < parts.length || all.length > MOST_SOUGHT ? null : all
}

function soughtBy(test: Test): Sought[] | null {
  if (test.kind === 'glob') return test.parts[0] ? beginning(test.parts[0]) : null
  const places = test.kind === 'addresses' ? addressPlaces(test.from, test.to) : null
  return places && together(places.map(soughtAt))
}

function soughtAt(place: Place): Sought[] | null {
  if ('beginning' in place) return beginning(place.beginning)
  const hash = addressHashes(place.exact).at(-1)
  return hash === undefined ? null : [{ hash, where: sql('remote_address = ?', place.exact) }]
}

function beginning(text: string): Sought[] | null {
  const hash = beginningHash(text)
  return hash === null ? null : [{ hash, where: sql('substr(remote_address, 1, ?) = ?', text.length, text) }]
}
