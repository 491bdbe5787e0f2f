import type { JournalEntry } from '@switchboard/contract'

/**
 * A line of the log: an entry, a hole, words between two entries, or the mark up to which the log was cleared. `seq`
 * orders and identifies it; words stand half a number behind the entry that they follow, the mark a quarter.
 */
export type EntryRow = { kind: 'entry'; seq: number; entry: JournalEntry }
/** Entries that the server left out because they came too fast, or that nobody has asked for yet (`unread`). */
export type GapRow = { kind: 'gap'; seq: number; to: number; unread?: true }
export type DividerRow = { kind: 'divider'; seq: number; text: string }
export type ClearedRow = { kind: 'cleared'; seq: number }
export type Row = EntryRow | GapRow | DividerRow | ClearedRow

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
  /** The newest hole that overload has left and nobody has filled; null: there is none. */
  gap: GapRow | null = null

  /** Adds new entries (oldest first) and gaps; what is already known is left out. Returns how many were added. */
  append(rows: readonly (EntryRow | GapRow)[]): number {
    const fresh: Row[] = []
    for (const row of rows) {
      if (row.seq <= this.newest) continue
      fresh.push(row)
      this.newest = row.kind === 'gap' ? row.to : row.seq
      if (row.kind === 'gap') this.gap = row
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

  /** Tells of entries before the oldest row, up to it, that are there and not read yet. */
  prependUnread(from: number): void {
    const oldest = this.list[0]?.seq
    if (oldest === undefined || from >= oldest) return
    this.list = [{ kind: 'gap', seq: from, to: oldest - 1, unread: true }, ...this.list]
    this.first -= 1
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
    const rest: Row[] = complete || next > gap.to ? [] : [{ ...gap, seq: next }]
    this.list = [...this.list.slice(0, at), ...found, ...rest, ...this.list.slice(at + 1)]
    if (gap === this.gap) this.gap = this.list.findLast(isHole) ?? null
  }

  /** Lets the oldest rows go until `limit` are left. Returns how many went. */
  trim(limit: number): number {
    const surplus = Math.max(0, this.list.length - limit)
    if (surplus > 0) this.list = this.list.slice(surplus)
    this.first += surplus
    if (this.gap && this.gap.seq < (this.list[0]?.seq ?? 0)) this.gap = null
    return surplus
  }
}

const isHole = (row: Row): row is GapRow => row.kind === 'gap' && row.unread !== true

/** What is left to show of the rows once the log was cleared up to `seq`, beginning with the mark; null: all. */
export function rowsAfter(rows: readonly Row[], seq: number | null): readonly Row[] {
  if (seq === null) return rows
  const mark: Row[] = [{ kind: 'cleared', seq: seq + 0.25 }]
  return mark.concat(rows.slice(rows.findLastIndex((row) => row.seq <= seq) + 1))
}

/** Rows for entries as the feed brings them. */
export const entryRows = (entries: readonly JournalEntry[]) => entries.map(toRow)
