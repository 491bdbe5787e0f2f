import { cpSync } from 'node:fs'
import { connectionMatcher, entryMatcher } from '@switchboard/filter/match'
import { parseFilter, type Filter } from '@switchboard/filter'
import {
  CONNECTION_KEYS,
  encodeBatch,
  ENTRY_KEYS,
  type ConnectionRecord,
  type NewEntry,
} from '@switchboard/journal'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { BLOCKED } from '../blocks.ts'
import { columnOf } from '../columns.ts'
import { createDatabaseFile } from '../database-file.ts'
import { JournalTables } from '../journal-tables.ts'
import { migrate, MIGRATIONS_FOLDER } from '../migrate.ts'
import type { Finding } from '../rows.ts'
import { connection, entry } from '../testing/rows.ts'
import { temporaryDatabase, temporaryFolder } from '../testing/temporary-store.ts'
import { Finder } from './finder.ts'
import { Slices } from './slices.ts'
import { entrySearch } from './searches.ts'

// A few thousand rows in blocks of every kind: full ones, short ones from before a start, with rows that came late or were
// taken back at first, and unknown ones from before a migration.

const COUNT = 6000
const STARTS = 3
const LIMIT = 100

/** Rows are on both sides of where a group of blocks ends. */
const SEQ_BEFORE = 1000
const FIRST_BLOCK = 20

const frequent = ['10.1.2.3', '192.168.7.7', '2001:db8:1::7', '::1', '172.16.0.9']
const FILTERS = [
  ...frequent.map((address) => `peer:"${address}"`),
  'peer:10.9.9.9',
  'peer:10.66.3.1',
  'peer:10.66.0.0/16',
  'peer:10.9.0.0/16',
  'peer:10.9.*',
  'peer:"::ffff:10.*"',
  'peer:"fe80::1%eth*"',
  'peer:10.9.9.9 bytes>2000',
  'peer:10.9.9.9 ev:service.* id:svc_1',
  'peer:10.9.9.9 OR peer:10.8.8.8',
  'peer:10.9.9.9 OR id:svc_2',
  'peer:10.55.5.5',
  'peer:10.55.5.5 OR severity:error',
  'peer:(10.9.9.9, 10.66.3.1, fe80::1)',
  '(peer:10.9.9.9 OR ev:service.*) peer:10.0.0.0/8',
  'peer!=10.9.9.9 peer:10.0.0.0/8',
  'peer:2001:db8::/32 bytes<3000',
  'peer:fe80::1',
  'peer:fe80::/16',
  'peer:10.7.7.7',
  '-peer:10.0.0.0/8',
]

/** Some addresses are everywhere, some are rare, one is where blocks begin, some rows have none. */
function addressOf(at: number): string | null {
  if ((SEQ_BEFORE + at + 1) % BLOCKED.journal.blockRows === 0) return '10.55.5.5'
  if (at % 1500 === 700) return '10.9.9.9'
  if (at % 2500 === 1) return '10.8.8.8'
  if (at === 1600) return 'fe80::1%eth0'
  if (at % 2000 === 3) return '::ffff:10.9.9.9'
  if (isLate(at)) return `10.66.${at % 5}.1`
  return at % 11 === 0 ? null : (frequent[at % frequent.length] ?? null)
}

/** Some rows have ids of long before, also the first one after a start. */
const isLate = (at: number) => at % 97 === 0 || at % (COUNT / STARTS) === 0

/** Ids in the order of time, more or less: several engines make them. */
function rowOf(at: number): NewEntry & { connection: ConnectionRecord } {
  const late = isLate(at) ? 900 : at % 5
  const id = `con_${String(at - late + 1000).padStart(8, '0')}${at}`
  const remoteAddress = addressOf(at)
  const about = connection({ id, remoteAddress, bytesIn: at })
  const severity = at % 100 === 10 ? 'error' : 'info'
  return { ...entry({ connectionId: id, remoteAddress, bytes: at, severity }), connection: about }
}

const rows = Array.from({ length: COUNT }, (_, at) => ({ ...rowOf(at), seq: SEQ_BEFORE + at + 1 }))

const GO_ON = `INSERT INTO sqlite_sequence VALUES ('journal', ${SEQ_BEFORE})`

/** A database that was started several times while the rows were written. */
function writtenDatabase(): string {
  const path = temporaryDatabase()
  createDatabaseFile(path)
  migrate(path)
  inDatabase(path, (database) => {
    database.exec(`${GO_ON}; INSERT INTO connection_blocks VALUES (${FIRST_BLOCK}, '')`)
  })
  const part = COUNT / STARTS
  for (let at = 0; at < COUNT; at += part) write(path, rows.slice(at, at + part))
  return path
}

/** A database of the version before, with the first half of the rows. */
function oldDatabase(): string {
  const folder = temporaryFolder()
  cpSync(MIGRATIONS_FOLDER, folder, {
    recursive: true,
    filter: (name) => !/_ingest|_address_index/.test(name),
  })
  const path = temporaryDatabase()
  createDatabaseFile(path)
  migrate(path, folder)
  inDatabase(path, (database) => {
    database.exec(`${GO_ON}; BEGIN`)
    for (const row of rows.slice(0, COUNT / 2)) {
      insert(database, 'journal', ENTRY_KEYS, row)
      insert(database, 'connections', CONNECTION_KEYS, row.connection)
    }
    database.exec('COMMIT')
  })
  return path
}

function insert<Row>(
  database: Database.Database,
  table: string,
  keys: readonly (keyof Row & string)[],
  row: Row,
): void {
  const marks = keys.map(() => '?').join(', ')
  database
    .prepare(`INSERT INTO ${table} (${keys.map(columnOf).join(', ')}) VALUES (${marks})`)
    .run(keys.map((key) => row[key]))
}

/** Each batch is taken back at first, because of its last row. */
function write(path: string, some: NewEntry[]): void {
  const tables = new JournalTables(path)
  for (let at = 0; at < some.length; at += 300) {
    const batch = some.slice(at, at + 300)
    const refused = {
      ...entry(),
      connection: { ...connection({ id: 'con_99999999' }), serviceId: null },
    } as unknown as NewEntry
    expect(() => tables.commit(encodeBatch([...batch, refused]))).toThrow('NOT NULL')
    tables.commit(encodeBatch(batch))
  }
  tables.close()
}

function inDatabase<Result>(path: string, work: (database: Database.Database) => Result): Result {
  const database = new Database(path)
  try {
    return work(database)
  } finally {
    database.close()
  }
}

/** From which blocks on the addresses are known. */
const starts = (path: string) =>
  inDatabase(path, (database) =>
    database.prepare('SELECT block FROM address_starts ORDER BY subject').pluck().all(),
  )

function parse(text: string): Finding {
  const { filter, error } = parseFilter(text)
  if (error) throw new Error(error.message)
  return { filter, services: [], now: 0 }
}

type Page<Key> = { keys: Key[]; next: Key | null }

/** All keys, page by page, from an edge on; undefined: from the newest. */
async function allKeys<Key>(
  edge: Key | undefined,
  read: (edge: Key | undefined) => Promise<Page<Key>>,
): Promise<Key[]> {
  const keys: Key[] = []
  for (let from: Key | undefined | null = edge; from !== null;) {
    const page: Page<Key> = await read(from)
    keys.push(...page.keys)
    from = page.next
  }
  return keys
}

function entriesFound(finder: Finder, finding: Finding, direction: 'before' | 'after'): Promise<number[]> {
  return allKeys(direction === 'after' ? 0 : undefined, async (edge) => {
    const bound = edge === undefined ? {} : { [direction]: edge }
    const { rows: found, next } = await finder.entries({ ...finding, ...bound, limit: LIMIT })
    return { keys: found.map(({ seq }) => seq), next }
  })
}

function connectionsFound(
  finder: Finder,
  finding: Finding,
  direction: 'before' | 'after',
): Promise<string[]> {
  return allKeys(direction === 'after' ? '' : undefined, async (edge) => {
    const bound = edge === undefined ? {} : { [direction]: edge }
    const { rows: found, next } = await finder.connections({ ...finding, ...bound, limit: LIMIT })
    return { keys: found.map(({ id }) => id), next }
  })
}

async function expectAllFound(path: string): Promise<void> {
  const finder = new Finder(path)
  for (const text of FILTERS) {
    const finding = parse(text)
    const seqs = rows.filter(entryMatcher(finding.filter)).map(({ seq }) => seq)
    const ids = matchingIds(finding.filter)
    expect(await entriesFound(finder, finding, 'after'), text).toEqual(seqs)
    expect(await entriesFound(finder, finding, 'before'), text).toEqual(seqs.toReversed())
    expect(await connectionsFound(finder, finding, 'after'), text).toEqual(ids)
    expect(await connectionsFound(finder, finding, 'before'), text).toEqual(ids.toReversed())
  }
}

function matchingIds(filter: Filter): string[] {
  const matches = connectionMatcher(filter)
  return rows
    .map((row) => row.connection)
    .filter((row) => matches(row))
    .map(({ id }) => id)
    .toSorted()
}

it('every row of an address is found, once, in both directions', async () => {
  const path = writtenDatabase()
  expect(starts(path)).toEqual([0, 0])
  await expectAllFound(path)
})

it('also rows from before there was an index, while it is filled in and afterwards', async () => {
  const path = oldDatabase()
  migrate(path)
  expect(starts(path)).toEqual([47, 32])
  write(path, rows.slice(COUNT / 2))
  await expectAllFound(path)
  const tables = new JournalTables(path)
  while (tables.fillAddresses());
  tables.close()
  expect(starts(path)).toEqual([0, 0])
  await expectAllFound(path)
})

it('looks at few rows for a rare address', () => {
  const database = new Database(writtenDatabase())
  onTestFinished(() => void database.close())
  let looked = 0
  database.function('asks', { varargs: true }, () => ++looked && 1)
  const found = new Slices(database, entrySearch(database, parse('peer:fe80::1'))).rows(65_536, LIMIT)
  expect({ found: found.length, looked }).toEqual({ found: 1, looked: 1 })
})
