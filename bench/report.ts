import type { Verdict } from './bar.ts'
import type { Figure } from './figure.ts'
import { heading, type Circumstances } from './heading.ts'
import type { Result } from './rounds.ts'
import { medianOf, ratioOf, type Row } from './row.ts'
import { referenceOf, table } from './table.ts'

/** All of a run. */
export type Report = Circumstances & { results: Result[] }

/** The report for people: a table for each measurement, its bars below it. */
export function asText(report: Report): string {
  return [heading(report), ...report.results.map(section)].join('\n\n')
}

function section({ measurement, rows, verdicts }: Result): string {
  const measured = rows.filter(({ leftOut }) => leftOut === null)
  const missing = rows.filter(({ leftOut }) => leftOut !== null)
  return [
    measurement.title,
    ...table(measurement.figures, measured),
    ...missing.map(({ contender, leftOut }) => `  left out: ${contender}: ${leftOut}`),
    ...verdicts.map(line),
  ].join('\n')
}

function line({ text, value, met }: Verdict): string {
  if (met === null) return `  not measured: ${text}`
  return `  ${met ? 'met' : 'NOT MET'}: ${text} (${value})`
}

/** The report for programs: every figure of every round. */
export function asJson({ results, ...rest }: Report): string {
  const measurements = results.map(({ measurement: { name, title }, rows, verdicts }) => ({
    name,
    title,
    rows: rows.map((row) => ({ ...row, ...summary(row, referenceOf(rows)) })),
    bars: verdicts,
  }))
  return JSON.stringify({ ...rest, measurements }, null, 2)
}

function summary(row: Row, reference: Row | undefined) {
  const figures = Object.keys(row.rounds[0] ?? {}) as Figure[]
  const of = <Value>(value: (figure: Figure) => Value) =>
    Object.fromEntries(figures.map((figure) => [figure, value(figure)]))
  return {
    medians: of((figure) => medianOf(row, figure)),
    ...(reference && { toBareNode: of((figure) => ratioOf(row, reference, figure)) }),
  }
}
