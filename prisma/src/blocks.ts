import type { Database } from 'better-sqlite3'

/** As many as an unsigned integer has bits. */
export const GROUP_BLOCKS = 32

/** The newest blocks are kept in memory: rows of several engines come mixed, and connections close later. */
export const BLOCKS_AT_HAND = 256

/** Entries of a connection come together: blocks may be larger than those of connections. Migrations say the same numbers. */
const BLOCK_ENTRIES = 128
const BLOCK_CONNECTIONS = 64

/**
 * The tables whose rows are found by address: their keys, what is below and above all of them (ids are ASCII), where
 * the addresses of their blocks are, and SQL of the least key of a block and of the block of a key.
 */
export const BLOCKED = {
  journal: {
    key: 'seq',
    begin: 0,
    end: Number.MAX_SAFE_INTEGER,
    blockRows: BLOCK_ENTRIES,
    addresses: 'journal_addresses',
    firstOf: (block: string) => `(${block}) * ${BLOCK_ENTRIES}`,
    // What is large comes as a floating-point number.
    blockOf: (seq: string) => `CAST(${seq} AS INTEGER) / ${BLOCK_ENTRIES}`,
  },
  connections: {
    key: 'id',
    begin: '',
    end: '\u{7f}',
    blockRows: BLOCK_CONNECTIONS,
    addresses: 'connection_addresses',
    firstOf: (block: string) =>
      `coalesce((SELECT first FROM connection_blocks WHERE number = ${block}), char(127))`,
    blockOf: (id: string) =>
      `coalesce((SELECT number FROM connection_blocks WHERE first <= ${id} ORDER BY first DESC LIMIT 1), 0)`,
  },
} as const

export type Blocked = keyof typeof BLOCKED

export const MAPPED = '::ffff:'
const MAPPED_IPV4 = /^::ffff:.*\./

/** An IPv4 address mapped into IPv6 is noted as IPv4, too, so that one look finds both. */
const forms = (address: string): string[] =>
  MAPPED_IPV4.test(address) ? [address, address.slice(MAPPED.length)] : [address]

/** Notes in the index which addresses rows of a block are of, within a transaction. */
export function addressNotes(
  database: Database,
  table: Blocked,
): (block: number, addresses: string[]) => void {
  const note = database.prepare<[group: number, place: number, addresses: string]>(`
    INSERT INTO ${BLOCKED[table].addresses} (block_group, blocks, address)
    SELECT ?, 1 << ?, value FROM json_each(?) WHERE TRUE
    ON CONFLICT DO UPDATE SET blocks = blocks | excluded.blocks`)
  return (block, addresses) => {
    const group = Math.floor(block / GROUP_BLOCKS)
    note.run(group, block % GROUP_BLOCKS, JSON.stringify(addresses.flatMap(forms)))
  }
}

/** SQL: a group before which there are neither rows from this key on, nor blocks at hand. */
export const oldestGroup = (table: Blocked, key: string): string =>
  `(${BLOCKED[table].blockOf(key)}) / ${GROUP_BLOCKS} - ${BLOCKS_AT_HAND / GROUP_BLOCKS}`
