import type { Database } from 'better-sqlite3'
import { BLOCKED, type Blocked } from '../blocks.ts'
import { isAddress, isIndexPart, type IndexPart, type Way } from './sources.ts'
import { isIn, wrap, type SqlValue } from './sql.ts'

/** Rows are counted up to here; only where no way has fewer, further. */
const FEW = 500
const MANY = 20_000

/** Addresses are not counted: an index is better where it has fewer rows than this. */
const OF_ADDRESSES = FEW - 1

/** The way with the fewest rows; null if all rows have to be looked at. */
export function bestWay(database: Database, subject: Blocked, ways: Way[]): Way | null {
  if (ways.length === 1) return fewest(database, subject, ways, 1)?.way ?? null
  const best = fewest(database, subject, ways, FEW)
  return (best && best.rows >= FEW ? fewest(database, subject, ways, MANY) : best)?.way ?? null
}

type Counted = { way: Way; rows: number }

function fewest(database: Database, subject: Blocked, ways: Way[], most: number): Counted | null {
  const counted = ways.map((way) => countWay(database, subject, way, most))
  return counted.reduce<Counted | null>((best, way) => (best && best.rows <= way.rows ? best : way), null)
}

/** The way without its empty parts. */
function countWay(database: Database, subject: Blocked, way: Way, most: number): Counted {
  const addresses = way.filter(isAddress)
  const parts = way.filter(isIndexPart).map((part) => countPart(database, subject, part, most))
  return {
    way: [...parts.filter(({ rows }) => rows > 0).map(({ part }) => part), ...addresses],
    rows: parts.reduce((sum, { rows }) => sum + rows, addresses.length === 0 ? 0 : OF_ADDRESSES),
  }
}

type CountedPart = { part: IndexPart; rows: number }

/** Where there are few rows they are found already, and need not be looked for again in every slice. */
function countPart(database: Database, subject: Blocked, part: IndexPart, most: number): CountedPart {
  if (most > FEW) return { part, rows: countRows(database, part, most) }
  const keys = firstKeys(database, part, most)
  const { key } = BLOCKED[subject]
  const isAll = keys.length < most
  return { part: isAll ? { table: subject, key, where: isIn(key, keys) } : part, rows: keys.length }
}

function firstKeys(database: Database, { table, key, where }: IndexPart, most: number): (string | number)[] {
  const { text, values } = wrap(`SELECT ${key} FROM ${table} WHERE `, where, ` LIMIT ${most}`)
  return database
    .prepare<SqlValue[], string | number>(text)
    .pluck()
    .all(...values)
}

function countRows(database: Database, { table, where }: IndexPart, most: number): number {
  const { text, values } = wrap(
    `SELECT count(*) AS count FROM (SELECT 1 FROM ${table} WHERE `,
    where,
    ` LIMIT ${most})`,
  )
  return database.prepare<SqlValue[], { count: number }>(text).get(...values)?.count ?? 0
}
