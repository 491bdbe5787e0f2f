import type { Question } from './condition.ts'
import type { Way } from './sources.ts'
import type { Sql } from './sql.ts'

export type Key = number | string

/** A search: where, for what, and between which keys (exclusive). */
export type Search = {
  table: 'journal' | 'connections'
  key: 'seq' | 'id'
  /** SQL of the columns to answer. */
  columns: string
  /** null: of the whole table. */
  way: Way | null
  condition: Sql
  questions: readonly Question[]
  above: Key
  below: Key
  newestFirst: boolean
}

/** Stretches of time, each `width` milliseconds long, from `from` on. */
export type TimeGrid = { from: number; width: number }

/** How many entries of a severity fall into a stretch of time. */
export type Tally = { bucket: number; severity: string; count: number }
