import type { Database } from 'better-sqlite3'
import type { Source, Way } from './sources.ts'
import { join, sql, wrap, type SqlValue } from './sql.ts'

/** Rows are counted up to here; only where no way has fewer, further. */
const FEW = 500
const MANY = 20_000

/**
 * The way with the fewest rows; null if all rows have to be looked at. `hasBlocks`: or the blocks, which are better than
 * a way with many rows.
 */
export function bestWay(database: Database, ways: Way[], hasBlocks: boolean): Way | null {
  if (ways.length === 1 && !hasBlocks) return fewest(database, ways, 1)?.way ?? null
  const best = fewest(database, ways, FEW)
  if (hasBlocks && best && best.rows >= FEW) return null
  return (best && best.rows >= FEW ? fewest(database, ways, MANY) : best)?.way ?? null
}

type Counted = { way: Way; rows: number }

function fewest(database: Database, ways: Way[], most: number): Counted | null {
  const counted = ways.map((way) => countWay(database, way, most))
  return counted.reduce<Counted | null>((best, way) => (best && best.rows <= way.rows ? best : way), null)
}

/** The way without its empty parts. */
function countWay(database: Database, way: Way, most: number): Counted {
  const parts = way.map((source) => ({ source, rows: countRows(database, source, most) }))
  return {
    way: parts.filter(({ rows }) => rows > 0).map(({ source }) => source),
    rows: parts.reduce((sum, { rows }) => sum + rows, 0),
  }
}

function countRows(database: Database, { table, where }: Source, most: number): number {
  const rows = join([wrap(`SELECT 1 FROM ${table} WHERE `, where, ''), sql(`LIMIT ${most}`)], ' ')
  const { text, values } = wrap('SELECT count(*) AS count FROM (', rows, ')')
  return database.prepare<SqlValue[], { count: number }>(text).get(...values)?.count ?? 0
}
