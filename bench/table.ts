import { FIGURES, format, type Figure } from './figure.ts'
import { bareNode } from './peers/catalogue.ts'
import { medianOf, ratioOf, type Row } from './row.ts'

/** The row that the others are compared with. */
export const referenceOf = (rows: readonly Row[]) => rows.find(({ contender }) => contender === bareNode.name)

/** A line for each row: the medians, then the ratios to bare Node where it is among the rows. */
export function table(figures: readonly Figure[], rows: readonly Row[]): string[] {
  const reference = referenceOf(rows)
  const compared = reference ? figures.filter(isCompared) : []
  const head = ['', ...figures.map((figure) => FIGURES[figure].head), ...compared.map(ratioHead)]
  const lines = rows.map((row) => [
    row.contender,
    ...figures.map((figure) => format(figure, medianOf(row, figure))),
    ...compared.map((figure) => ratioText(row, reference, figure)),
  ])
  return align([head, ...lines])
}

/** The first column is what it is about; CPU time is steadier on a busy machine. */
const isCompared = (figure: Figure, column: number) => column === 0 || figure === 'serverCpuUs'

const ratioHead = (figure: Figure) => `× bare Node: ${FIGURES[figure].head}`

function ratioText(row: Row, reference: Row | undefined, figure: Figure): string {
  const ratio = ratioOf(row, reference, figure)
  if (ratio === null || row === reference) return row === reference ? '1' : '–'
  const [middle, least, most] = [ratio.median, ratio.least, ratio.most].map((value) => value.toFixed(2))
  return `${middle} (${least}–${most})`
}

function align(lines: string[][]): string[] {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((cells) => cells[column]?.length ?? 0)),
  )
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)
  return lines.map((cells) => `  ${cells.map(pad).join('  ')}`.trimEnd())
}
