import Database from 'better-sqlite3'

/** What a fresh database needs of a damaged one: all but the history. `sound`: rows that the program can read. */
const TABLES: { table: string; sound: string }[] = [
  { table: 'services', sound: 'json_valid(settings)' },
  { table: 'settings', sound: 'json_valid(value)' },
  { table: 'users', sound: 'json_valid(recovery_codes)' },
  { table: 'api_tokens', sound: "json_valid(coalesce(services, '[]'))" },
  { table: 'sessions', sound: 'true' },
  { table: 'webhooks', sound: 'true' },
  { table: 'bans', sound: 'json_valid(events)' },
  { table: 'audit', sound: 'json_valid(changes)' },
  { table: 'files', sound: 'true' },
  { table: 'file_parts', sound: 'true' },
]

/** Copies what can be read of the database at `from`, which is left as it is, into the migrated one at `to`. */
export function salvage(from: string, to: string): void {
  const target = new Database(to, { fileMustExist: true })
  try {
    const source = new Database(from, { readonly: true, fileMustExist: true })
    try {
      for (const { table, sound } of TABLES) attempt(() => copyRows(source, target, table, sound))
      attempt(() => goOnCounting(source, target))
    } finally {
      source.close()
    }
  } finally {
    target.close()
  }
}

/** What cannot be read any more is what the damage has cost. */
function attempt(work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error
  }
}

/** Row by row, so that what lies before the damage is saved. */
function copyRows(source: Database.Database, target: Database.Database, table: string, sound: string): void {
  const columns = target.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table)
  const marks = columns.map(() => '?').join(', ')
  const insert = target.prepare<unknown[]>(
    `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${marks})`,
  )
  const rows = source
    .prepare<[], unknown[]>(`SELECT ${columns.join(', ')} FROM ${table} WHERE ${sound}`)
    .raw()
  for (const row of rows.iterate()) insert.run(...row)
}

/** The journal's numbers never repeat, also where its entries are gone. */
function goOnCounting(source: Database.Database, target: Database.Database): void {
  const newest = source
    .prepare<[], number>(`SELECT seq FROM sqlite_sequence WHERE name = 'journal'`)
    .pluck()
    .get()
  if (newest) target.prepare(`INSERT INTO sqlite_sequence (name, seq) VALUES ('journal', ?)`).run(newest)
}
