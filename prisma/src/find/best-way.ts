import type { Database } from 'better-sqlite3'
import type { Source, Way } from './sources.ts'
import { join, sql, wrap, type SqlValue } from './sql.ts'

/** Rows are counted up to here; only where no way has fewer, further. */
const FEW = 500
const MANY = 20_000

/** So many rows are put in order without anybody waiting for it. */
const MOST_SORTED = 20_000

/** The way with the fewest rows; null if all rows have to be looked at. */
export function bestWay(database: Database, ways: Way[]): Way | null {
  if (ways.length === 1) return fewest(database, ways, 1)?.way ?? null
  const best = fewest(database, ways, FEW)
  return (best && best.rows >= FEW ? fewest(database, ways, MANY) : best)?.way ?? null
}

type Counted = { way: Way; rows: number }

function fewest(database: Database, ways: Way[], most: number): Counted | null {
  const counted = ways.map((way) => countWay(database, way, most)).filter((way) => way !== null)
  return counted.reduce<Counted | null>((best, way) => (best && best.rows <= way.rows ? best : way), null)
}

/** The way without its empty parts; null if there is too much to put in order. */
function countWay(database: Database, way: Way, most: number): Counted | null {
  const parts = way.map((source) => ({ source, rows: countRows(database, source, most) }))
  if (parts.some(({ source, rows }) => !source.isOrdered && rows > MOST_SORTED)) return null
  return {
    way: parts.filter(({ rows }) => rows > 0).map(({ source }) => source),
    rows: parts.reduce((sum, { rows }) => sum + rows, 0),
  }
}

function countRows(database: Database, { table, where, isOrdered }: Source, most: number): number {
  const limit = isOrdered ? most : MOST_SORTED + 1
  const rows = join([wrap(`SELECT 1 FROM ${table} WHERE `, where, ''), sql(`LIMIT ${limit}`)], ' ')
  const { text, values } = wrap('SELECT count(*) AS count FROM (', rows, ')')
  return database.prepare<SqlValue[], { count: number }>(text).get(...values)?.count ?? 0
}
