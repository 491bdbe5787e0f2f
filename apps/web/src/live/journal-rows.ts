import type { JournalEntry } from '@switchboard/contract'

/**
 * A line of the log: an entry, a hole that the server told of, or words between two entries. `seq` orders and
 * identifies it; words stand half a number behind the entry that they follow.
 */
export type EntryRow = { kind: 'entry'; seq: number; entry: JournalEntry }
export type GapRow = { kind: 'gap'; seq: number; to: number }
export type DividerRow = { kind: 'divider'; seq: number; text: string }
export type Row = EntryRow | GapRow | DividerRow

/** Where the row with this seq stands; -1 if there is none. */
export function indexOfRow(rows: readonly Row[], seq: number): number {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((rows[middle]?.seq ?? Infinity) < seq) low = middle + 1
    else high = middle
  }
  return rows[low]?.seq === seq ? low : -1
}

const toRow = (entry: JournalEntry): EntryRow => ({ kind: 'entry', seq: entry.seq, entry })

/** The newest rows of the log in `seq` order, without repeats. Arrays are replaced, never changed. */
export class JournalRows {
  list: readonly Row[] = []
  /** How far `list[0]` lies from the first row ever held: falls when older rows come, rises when they are let go. */
  first = 0
  /** The newest seq that was taken in; entries up to it are known. */
  newest = 0

  /** Adds new entries (oldest first) and gaps; what is already known is left out. Returns how many were added. */
  append(rows: readonly (EntryRow | GapRow)[]): number {
    const fresh: Row[] = []
    for (const row of rows) {
      if (row.seq <= this.newest) continue
      fresh.push(row)
      this.newest = row.kind === 'gap' ? row.to : row.seq
    }
    if (fresh.length > 0) this.list = this.list.concat(fresh)
    return fresh.length
  }

  /** Adds a page of older entries, newest first as the API answers. */
  prepend(entries: readonly JournalEntry[]): void {
    const oldest = this.list[0]?.seq ?? Infinity
    const older = entries.filter(({ seq }) => seq < oldest).map(toRow)
    older.reverse()
    this.list = [...older, ...this.list]
    this.first -= older.length
    this.newest = Math.max(this.newest, older.at(-1)?.seq ?? 0)
  }

  /** Says something behind the rows up to `seq`, in one line with what is said there already. */
  divide(seq: number, text: string): void {
    const at = this.list.findLastIndex((row) => row.seq <= seq) + 1
    const there = this.list[at]
    const isDivided = there?.kind === 'divider'
    const line: Row = { kind: 'divider', seq: seq + 0.5, text: isDivided ? `${there.text} · ${text}` : text }
    this.list = [...this.list.slice(0, at), line, ...this.list.slice(isDivided ? at + 1 : at)]
  }

  /** Puts entries (oldest first) where a gap was; `complete` says that no entry of the gap is left. */
  fill(gap: GapRow, entries: readonly JournalEntry[], complete: boolean): void {
    const at = this.list.indexOf(gap)
    if (at === -1) return
    const found = entries.filter(({ seq }) => seq >= gap.seq && seq <= gap.to).map(toRow)
    const next = (found.at(-1)?.seq ?? gap.seq - 1) + 1
    const rest: Row[] = complete || next > gap.to ? [] : [{ kind: 'gap', seq: next, to: gap.to }]
    this.list = [...this.list.slice(0, at), ...found, ...rest, ...this.list.slice(at + 1)]
  }

  /** Lets the oldest rows go until `limit` are left. Returns how many went. */
  trim(limit: number): number {
    const surplus = Math.max(0, this.list.length - limit)
    if (surplus > 0) this.list = this.list.slice(surplus)
    this.first += surplus
    return surplus
  }
}

/** Rows for entries as the feed brings them. */
export const entryRows = (entries: readonly JournalEntry[]) => entries.map(toRow)
