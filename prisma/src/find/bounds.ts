import type { Filter, Subject } from '@switchboard/filter'
import type { Database } from 'better-sqlite3'
import { SPAN_ENTRIES } from '../journal-index.ts'

/** The last millisecond before which nothing passes the filter; null where it does not say. */
export function earliest(filter: Filter, now: number): number | null {
  switch (filter.kind) {
    case 'and':
      return latest(filter.parts.map((part) => earliest(part, now)))
    case 'compare': {
      if (filter.field !== 'last' || filter.op !== ':') return null
      const ages = filter.tests.map((test) => (test.kind === 'within' ? test.ms : Infinity))
      const longest = Math.max(...ages)
      return Number.isFinite(longest) ? now - longest : null
    }
    default:
      return null
  }
}

/** A key below which no row is younger than `time`; null if all may be. */
export function firstKeySince(database: Database, subject: Subject, time: number): number | string | null {
  if (subject === 'connections') return firstIdSince(time)
  const block = database
    .prepare<[number], number | null>('SELECT min(block) FROM journal_spans WHERE newest >= ?')
    .pluck()
    .get(time)
  return block === null || block === undefined ? Number.MAX_SAFE_INTEGER : block * SPAN_ENTRIES - 1
}

/** A seq from which on no entry is older than `time`. */
export function firstSeqAfter(database: Database, time: number | undefined): number {
  if (time === undefined) return Number.MAX_SAFE_INTEGER
  const block = database
    .prepare<[number], number | null>('SELECT max(block) FROM journal_spans WHERE oldest < ?')
    .pluck()
    .get(time)
  return block === null || block === undefined ? 0 : (block + 1) * SPAN_ENTRIES
}

/** An id is made before the connection is opened: a challenge may lie between. */
const ID_AHEAD_MS = 600_000

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const firstIdSince = (time: number): string => idAt(Math.max(0, time - ID_AHEAD_MS))

/** How the ids of a millisecond begin: with their time, ten digits in Crockford's base 32. */
export function idAt(time: number): string {
  let digits = ''
  for (let rest = time; digits.length < 10; rest = Math.floor(rest / 32))
    digits = `${DIGITS[rest % 32]}${digits}`
  return `con_${digits}`
}

/** The latest of those that are known. */
export function latest(times: (number | null)[]): number | null {
  const known = times.filter((time) => time !== null)
  return known.length === 0 ? null : Math.max(...known)
}
