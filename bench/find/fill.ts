import { setTimeout as sleep } from 'node:timers/promises'
import { CONNECTION_KEYS, ENTRY_KEYS, type NewEntry } from '@switchboard/journal'
import { openStore } from '@switchboard/store'
import Database from 'better-sqlite3'
import { history } from './history.ts'

type Value = string | number | null

/**
 * Makes a database with about `count` entries and their connections, in minutes where the usual way would take longer:
 * rows first, indexes afterwards, nothing synced in between.
 */
export async function fill(path: string, count: number, end: number): Promise<void> {
  await (await openStore({ url: `file:${path}` })).close()
  const database = new Database(path)
  database.pragma('synchronous = OFF')
  database.pragma('cache_size = -200000')
  const indexes = database
    .prepare<[], { name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('journal', 'connections')`,
    )
    .all()
  for (const { name } of indexes) database.exec(`DROP INDEX "${name}"`)
  addRows(database, count, end)
  for (const { sql } of indexes) database.exec(sql)
  database.exec(SUMMARIES)
  database.pragma('wal_checkpoint(TRUNCATE)')
  await addressesKnown(path, database)
  database.close()
}

/** As after a migration the store works out by itself which addresses each block has. */
async function addressesKnown(path: string, database: Database.Database): Promise<void> {
  const unknown = database.prepare('SELECT block FROM address_starts WHERE block > 0')
  const store = await openStore({ url: `file:${path}` })
  while (unknown.get()) await sleep(100)
  await store.close()
}

/** What the store's writer keeps besides the rows. */
const SUMMARIES = `
  INSERT INTO journal_spans SELECT seq / 4096, min(at), max(at) FROM journal GROUP BY 1;
  INSERT INTO connection_blocks
    SELECT number / 64, iif(number = 0, '', id) FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM connections)
    WHERE number % 64 = 0;
  UPDATE address_starts SET block = CASE subject
    WHEN 'journal' THEN (SELECT max(seq) / 128 + 1 FROM journal) ELSE (SELECT max(number) + 1 FROM connection_blocks) END;
  INSERT INTO service_names SELECT DISTINCT service_id, service_name FROM connections;
  INSERT INTO journal_text (rowid, text) SELECT seq, preview FROM journal WHERE preview IS NOT NULL;
  UPDATE journal_text_end SET seq = (SELECT max(seq) FROM journal);`

function addRows(database: Database.Database, count: number, end: number): void {
  const addEntry = database.prepare<Value[]>(insert('journal', ENTRY_KEYS))
  const addConnection = database.prepare<Value[]>(insert('connections', CONNECTION_KEYS))
  const add = database.transaction((entries: NewEntry[]) => {
    for (const entry of entries) {
      const detail = entry.detail && JSON.stringify(entry.detail)
      addEntry.run(...ENTRY_KEYS.map((key) => (key === 'detail' ? detail : entry[key])))
      const { connection } = entry
      if (connection) addConnection.run(...CONNECTION_KEYS.map((key) => connection[key]))
    }
  })
  for (const entries of history(count, end)) add(entries)
}

const column = (key: string) => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const insert = (table: string, keys: readonly string[]) =>
  `INSERT INTO ${table} (${keys.map(column).join(', ')}) VALUES (${keys.map(() => '?').join(', ')})`
