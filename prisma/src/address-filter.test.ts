import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  addressHashes,
  addTo,
  beginningHash,
  makeFilter,
  mayHave,
  type AddressFilter,
} from './address-filter.ts'

const database = new Database(':memory:')

/** Whether the filter may have one of the numbers, as SQL says it. */
function may(filter: AddressFilter, hash: number | null): boolean {
  const { text, values } = mayHave('addresses', hash ?? 0)
  const ask = database.prepare<unknown[], number>(`SELECT ${text} FROM (SELECT ? AS addresses)`)
  return ask.pluck().get(...values, filter) === 1
}

const filterOf = (addresses: string[]) => makeFilter(new Set(addresses.flatMap(addressHashes)))
const hashOf = (address: string) => addressHashes(address).at(-1) ?? 0
const addresses = fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom('fe80::1%eth0', '::', '::ffff:10.1.2.3'))

it('never lacks an address it was made of, nor one that was added', () => {
  const property = fc.property(fc.array(addresses), fc.array(addresses), (first, later) => {
    const filter = filterOf(first)
    for (const address of later) for (const hash of addressHashes(address)) addTo(filter, hash)
    for (const address of [...first, ...later]) expect(may(filter, hashOf(address))).toBe(true)
  })
  fc.assert(property)
})

it.each([
  ['10.1.2.3', '10.', true],
  ['10.1.2.3', '10.1.2.', true],
  // As much of it as ends with a separator.
  ['10.1.2.3', '10.1.2.3', true],
  ['10.1.2.3', '10.1.2.99', true],
  ['10.1.2.3', '10.2.', false],
  ['10.1.2.3', '0.1.', false],
  ['2001:db8:1::7', '2001:db8:', true],
  ['2001:db8:1::7', '2001:db9:', false],
  ['fe80::1%eth0', 'fe80::1%', true],
  ['::ffff:10.1.2.3', '10.1.', true],
  ['::ffff:10.1.2.3', '::ffff:10.', true],
  ['::ffff:10.1.2.3', '::ffff:', true],
  ['10.1.2.3', '::ffff:10.1.2.', true],
])('of %s it may have what begins with %s: %s', (address, beginning, isPossible) => {
  expect(may(filterOf([address]), beginningHash(beginning))).toBe(isPossible)
})

it('has nothing to say about a beginning without a separator', () => {
  expect([beginningHash('10'), beginningHash('')]).toEqual([null, null])
})

it('is rarely wrong', () => {
  const filter = filterOf(Array.from({ length: 300 }, (_, at) => `10.${at % 7}.${at % 91}.${at % 251}`))
  expect(filter.length).toBeLessThanOrEqual(2048)
  const wrong = Array.from({ length: 5000 }, (_, at) => `192.168.${at >> 8}.${at & 255}`)
  expect(wrong.filter((address) => may(filter, hashOf(address))).length).toBeLessThan(50)
})
