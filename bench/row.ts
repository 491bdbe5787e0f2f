import type { Figure } from './figure.ts'
import type { Figures } from './figure.ts'
import { median } from './statistics.ts'

/** What all rounds tell about one contender. */
export type Row = {
  contender: string
  /** In the order they ran: the same index in two rows is the same round. */
  rounds: Figures[]
  /** Why there are none. */
  leftOut: string | null
}

/** NaN where no round has the figure. */
export function medianOf(row: Row | undefined, figure: Figure): number {
  return median(row?.rounds.flatMap((figures) => figures[figure] ?? []) ?? [])
}

/**
 * The median of the ratios round by round, with the least and the most: what slows the machine for some seconds
 * slows both of them. null where one of them was not measured.
 */
export function ratioOf(row: Row | undefined, other: Row | undefined, figure: Figure) {
  const ratios = row?.rounds.flatMap((figures, round) => {
    const ratio = (figures[figure] ?? NaN) / (other?.rounds[round]?.[figure] ?? NaN)
    return Number.isFinite(ratio) ? ratio : []
  })
  if (ratios === undefined || ratios.length === 0) return null
  return { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) }
}
