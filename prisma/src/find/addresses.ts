import type { Test } from '@switchboard/filter'
import { addressPlaces, type Place } from './address-texts.ts'
import { join, sql, type Sql } from './sql.ts'

/** Addresses as texts, from the first one to another that is none of them. */
export type AddressRange = { first: string; end: string }

/** Where the addresses are that pass one of the tests, and perhaps others; null if they may begin anyhow. */
export function addressRanges(tests: readonly Test[]): AddressRange[] | null {
  const ranges = tests.map(rangesOf)
  const known = ranges.filter((some) => some !== null)
  return known.length < ranges.length ? null : known.flat()
}

/** SQL: whether a row may have one of these addresses. */
export const hasAddress = (ranges: readonly AddressRange[]): Sql =>
  join(
    ranges.map(({ first, end }) => sql('(remote_address >= ? AND remote_address < ?)', first, end)),
    ' OR ',
  )

function rangesOf(test: Test): AddressRange[] | null {
  // Behind a zone's sign there are names, and a glob does not tell their capitals.
  if (test.kind === 'glob') return test.parts[0] ? [beginning(test.parts[0].replace(/%.*/, '%'))] : null
  const places = test.kind === 'addresses' ? addressPlaces(test.from, test.to) : null
  return places && places.map(rangeOf)
}

const rangeOf = (place: Place): AddressRange =>
  'beginning' in place ? beginning(place.beginning) : { first: place.exact, end: `${place.exact}\0` }

/** Addresses are ASCII. */
const beginning = (text: string): AddressRange => ({ first: text, end: `${text}\u{7f}` })
