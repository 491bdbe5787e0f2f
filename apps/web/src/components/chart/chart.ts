/** One line of a chart: a value for every step, null for a gap. `style` is its colour and dash. */
export type ChartLine = { label: string; values: readonly (number | null)[]; style: 1 | 2 | 3 }

/** Lines over the same time: their first values are of `from`, seconds since 1970, the others each `step` seconds later. */
export type ChartData = { from: number; step: number; lines: readonly ChartLine[] }

/** When the value at an index is of. */
export const timeAt = ({ from, step }: ChartData, index: number) => from + index * step

/** The index of the value that is of this time, null where there is none. */
export function indexAt({ from, step, lines }: ChartData, time: number | null): number | null {
  if (time === null) return null
  const index = Math.round((time - from) / step)
  return index >= 0 && index < (lines[0]?.values.length ?? 0) ? index : null
}

/** The index of the newest moment of which something is known; null: there is none. */
export function newestKnown({ lines }: ChartData): number | null {
  const newest = Math.max(-1, ...lines.map(({ values }) => values.findLastIndex((value) => value !== null)))
  return newest === -1 ? null : newest
}

/** The largest value of a line; null: nothing is known. */
function mostOf({ values }: ChartLine): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((most, value) => Math.max(most, value))
}

/** `in 1.4 KiB/s, out 0 B/s`, at an index. */
export function valuesInWords(
  { lines }: ChartData,
  index: number,
  format: (value: number) => string,
): string {
  const known = lines.flatMap(({ label, values }) => {
    const value = values[index]
    return value === null || value === undefined ? [] : [`${label} ${format(value)}`]
  })
  return known.length === 0 ? 'not known' : known.join(', ')
}

/** The means of `group` values each, cut where the clock is even; null where none of them is known. */
export function coarser({ from, step, lines }: ChartData, group: number): ChartData {
  const width = step * group
  const begin = Math.floor(from / width) * width
  const ahead = Math.round((from - begin) / step)
  const means = ({ values, ...line }: ChartLine): ChartLine => {
    const count = Math.ceil((values.length + ahead) / group)
    const part = (at: number) => values.slice(Math.max(0, at * group - ahead), (at + 1) * group - ahead)
    return { ...line, values: Array.from({ length: count }, (_, at) => meanOf(part(at))) }
  }
  return { from: begin, step: width, lines: lines.map(means) }
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}

/** What the chart shows, in a sentence: the newest values and the largest. */
export function describe(data: ChartData, title: string, format: (value: number) => string): string {
  const newest = newestKnown(data)
  if (newest === null) return `${title}: nothing is known of this time.`
  const most = data.lines.map((line) => `${line.label} ${format(mostOf(line) ?? 0)}`).join(', ')
  return `${title}. Latest: ${valuesInWords(data, newest, format)}. Most: ${most}.`
}
