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

/** Where a list of rows, `height` pixels in all, stands at its end. */
export const endOf = ({ view }: Position, height: number): Position => ({
  top: Math.max(0, height - view),
  ...{ height, view },
})

/** Rows drawn above and below what is visible, so that scrolling shows no blank. */
export const OVERSCAN = 12
/** The same while the list follows: the first turn of a wheel shows no blank, and each beat draws less. */
export const FEW = 4

/** The part of `count` rows to draw: from `start` up to, not including, `end`. */
export function visibleRange({ top, view }: Position, rowHeight: number, count: number, overscan = OVERSCAN) {
  const start = Math.max(0, Math.floor(top / rowHeight) - overscan)
  const end = Math.min(count, Math.ceil((top + view) / rowHeight) + overscan)
  return { start: Math.min(start, end), end }
}

/** The scroll position that brings row `index` wholly into view, moving as little as possible. */
export function topToShow(index: number, { top, view }: Position, rowHeight: number): number {
  const above = index * rowHeight
  if (above < top) return above
  return Math.max(top, above + rowHeight - view)
}
