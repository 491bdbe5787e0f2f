import type { Database } from 'better-sqlite3'
import type { Source, Way } from './sources.ts'
import { join, sql, wrap, type SqlValue } from './sql.ts'

/** Ways with more rows are all the same to us. */
const MANY = 10_000

/** So many rows are put in order without anybody waiting for it. */
const MOST_SORTED = 20_000

/** The way with the fewest rows, without parts that have none; null if all rows have to be looked at. */
export function bestWay(database: Database, ways: Way[]): Way | null {
  const counted = ways.map((way) => countWay(database, way)).filter((way) => way !== null)
  return (
    counted.reduce<Counted | null>((best, way) => (best && best.rows <= way.rows ? best : way), null)?.way ??
    null
  )
}

type Counted = { way: Way; rows: number }

function countWay(database: Database, way: Way): Counted | null {
  const parts = way.map((source) => ({ source, rows: countRows(database, source) }))
  if (parts.some(({ source, rows }) => !source.isOrdered && rows > MOST_SORTED)) return null
  return {
    way: parts.filter(({ rows }) => rows > 0).map(({ source }) => source),
    rows: parts.reduce((sum, { rows }) => sum + rows, 0),
  }
}

function countRows(database: Database, { table, where, isOrdered }: Source): number {
  const most = isOrdered ? MANY : MOST_SORTED + 1
  const rows = join([wrap(`SELECT 1 FROM ${table} WHERE `, where, ''), sql(`LIMIT ${most}`)], ' ')
  const { text, values } = wrap('SELECT count(*) AS count FROM (', rows, ')')
  return database.prepare<SqlValue[], { count: number }>(text).get(...values)?.count ?? 0
}
