import { FIGURES, format, type Figure } from './figure.ts'
import { medianOf, ratioOf, type Row } from './row.ts'

/** What a contender should reach: of a figure itself, or of its ratio to the same figure of another contender. */
export type Bar = { contender: string; figure: Figure; against?: string } & (
  { least: number } | { most: number }
)

/** Whether a bar was reached. null: it could not be measured here. */
export type Verdict = { text: string; value: string; met: boolean | null }

/** Bars are told, never enforced: the machine has its share in every figure. */
export function judge(bar: Bar, rows: readonly Row[]): Verdict {
  const value = valueOf(bar, rows)
  const text = describe(bar)
  if (Number.isNaN(value)) return { text, value: 'not measured', met: null }
  return { text, value: shown(bar, value), met: 'least' in bar ? value >= bar.least : value <= bar.most }
}

function valueOf({ contender, figure, against }: Bar, rows: readonly Row[]): number {
  const find = (name: string) => rows.find((row) => row.contender === name)
  if (against === undefined) return medianOf(find(contender), figure)
  return ratioOf(find(contender), find(against), figure)?.median ?? NaN
}

/** Three decimals, for a ratio of 0.897 is below 0.9. */
const shown = ({ figure, against }: Bar, value: number) =>
  against === undefined
    ? format(figure, value)
    : `${value.toLocaleString('en', { maximumFractionDigits: 3 })} ×`

function describe(bar: Bar): string {
  const limit = 'least' in bar ? `≥ ${shown(bar, bar.least)}` : `≤ ${shown(bar, bar.most)}`
  return `${bar.contender}: ${FIGURES[bar.figure].head} ${limit} ${bar.against ?? ''}`.trimEnd()
}
