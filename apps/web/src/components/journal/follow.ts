/** Where a scrolled list stands, in pixels. */
export type Position = { top: number; height: number; view: number }

/** Rows may be a fraction of a pixel off the end. */
const NEAR = 2

export const isAtEnd = ({ top, height, view }: Position) => height - view - top <= NEAR

/**
 * Whether the list follows new rows after a scroll from `before` to `after`: any way up ends it, reaching the end by
 * going down resumes it. A list that got shorter under a reader is no way up.
 */
export function followsAfterScroll(following: boolean, before: Position, after: Position): boolean {
  if (after.top > before.top && isAtEnd(after)) return true
  if (after.top < before.top && !isAtEnd(after)) return false
  return following
}

/** Rows drawn above and below what is visible, so that scrolling shows no blank. */
const OVERSCAN = 12

/** The part of `count` rows to draw: from `start` up to, not including, `end`. */
export function visibleRange({ top, view }: Position, rowHeight: number, count: number) {
  const start = Math.max(0, Math.floor(top / rowHeight) - OVERSCAN)
  const end = Math.min(count, Math.ceil((top + view) / rowHeight) + OVERSCAN)
  return { start: Math.min(start, end), end }
}

/** The scroll position that brings row `index` wholly into view, moving as little as possible. */
export function topToShow(index: number, { top, view }: Position, rowHeight: number): number {
  const above = index * rowHeight
  if (above < top) return above
  return Math.max(top, above + rowHeight - view)
}
