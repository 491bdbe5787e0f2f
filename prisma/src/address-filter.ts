import { join, sql, wrap, type Sql } from './find/sql.ts'

/**
 * A Bloom filter of addresses: tells of a thousand rows, in some two thousand bytes, whether one of them may be of an
 * address or of addresses that begin alike. It errs to one side only, in one of some 500 cases.
 *
 * Of an address it holds the text, and each beginning that ends with a separator: `10.`, `10.1.`, `10.1.2.`, `10.1.2.3`.
 */
export type AddressFilter = Uint8Array

const SEPARATORS = new Set([...'.:%'].map((separator) => separator.charCodeAt(0)))

const LEAST_BITS = 64
const BITS_FOR_EACH = 12
const PROBES = 6

/** FNV-1a's. */
const START = 0x81_1c_9d_c5
const FACTOR = 0x01_00_01_93

const MAPPED = /^::ffff:(?=.*\.)/

/**
 * What a filter holds of an address: a number for each beginning, and one for its text, which comes last. An IPv4 address
 * mapped into IPv6 counts as IPv4, too.
 */
export function addressHashes(address: string): number[] {
  const plain = address.replace(MAPPED, '')
  return plain === address ? hashesOf(address) : [...hashesOf(address), ...hashesOf(plain)]
}

function hashesOf(address: string): number[] {
  const hashes: number[] = []
  let hash = START
  for (let at = 0; at < address.length; at++) {
    const code = address.charCodeAt(at)
    hash = Math.imul(hash ^ code, FACTOR)
    if (at === address.length - 1 || SEPARATORS.has(code)) hashes.push(mixed(hash))
  }
  return hashes
}

/** The number of what all addresses have that begin so, which may be less than asked for; null if there is nothing. */
export function beginningHash(beginning: string): number | null {
  const known = beginning.replace(/[^.:%]*$/, '')
  return known === '' ? null : (addressHashes(known).at(-1) ?? null)
}

export function makeFilter(hashes: ReadonlySet<number>): AddressFilter {
  let bits = LEAST_BITS
  while (bits < hashes.size * BITS_FOR_EACH) bits *= 2
  const filter = new Uint8Array(bits / 8)
  for (const hash of hashes) addTo(filter, hash)
  return filter
}

/** Whether a filter of so many numbers would be larger than this one. */
export const isFull = (filter: AddressFilter, numbers: number): boolean =>
  filter.length * 8 < numbers * BITS_FOR_EACH

export function addTo(filter: AddressFilter, hash: number): void {
  const step = stepOf(hash)
  for (let probe = 0, at = hash; probe < PROBES; probe++, at += step) {
    const bit = at & (filter.length * 8 - 1)
    filter[bit >> 3] = (filter[bit >> 3] ?? 0) | (1 << (bit & 7))
  }
}

/**
 * SQL: whether the filter in a column may have the number; not null. In SQL, because thousands of filters are asked, and
 * each one handed to JavaScript would cost more than asking it.
 */
export function mayHave(column: string, hash: number): Sql {
  const probes = probesOf(hash).map((probe) => {
    const byte = `substr(${column}, 1 + ((? & (length(${column}) * 8 - 1)) >> 3), 1)`
    return sql(`instr(?, ${byte})`, BYTES_WITH[probe & 7] ?? null, probe)
  })
  return wrap('(', join(probes, ' AND '), ')')
}

/** For each bit the bytes in which it is set. */
const BYTES_WITH = Array.from({ length: 8 }, (_, bit) =>
  Uint8Array.from({ length: 256 }, (_none, byte) => byte).filter((byte) => byte & (1 << bit)),
)

/** Which bits belong to a number, in a filter of any length. */
const probesOf = (hash: number): number[] =>
  Array.from({ length: PROBES }, (_, probe) => (hash + probe * stepOf(hash)) >>> 0)

const stepOf = (hash: number): number => ((hash >>> 17) ^ (hash << 7)) | 1

/** Bits that lie together depend on each other, so that they are mixed in the end (as MurmurHash3 does). */
function mixed(hash: number): number {
  let rest = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b)
  rest = Math.imul(rest ^ (rest >>> 13), 0xc2_b2_ae_35)
  return (rest ^ (rest >>> 16)) >>> 0
}
