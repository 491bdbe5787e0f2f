import stringWidth from 'string-width'
import type { Style } from './style.ts'
import { visible } from './visible.ts'

/** A column of a table. What `value` answers may come from anybody: it is made visible here. */
export type Column<Row> = {
  title: string
  value: (row: Row) => string | number | null
  align?: 'right'
  style?: (row: Row) => Style | undefined
}

type Paint = (style: Style, text: string) => string

/** The heading and one line for each row, in columns as wide as what they hold; `-` stands for nothing. */
export function formatTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  paint: Paint = (_style, text) => text,
): string[] {
  const cells = rows.map((row) => columns.map(({ value }) => visible(String(value(row) ?? '-')) || '-'))
  const widths = columns.map(({ title }, index) =>
    Math.max(stringWidth(title), ...cells.map((line) => stringWidth(line[index] ?? ''))),
  )
  const heading = columns.map((column, index) => pad(column.title, widths[index] ?? 0, column.align))
  const lines = cells.map((line, at) =>
    columns.map((column, index) => {
      const text = pad(line[index] ?? '', widths[index] ?? 0, column.align)
      const row = rows[at]
      const style = row === undefined ? undefined : column.style?.(row)
      return style === undefined ? text : paint(style, text)
    }),
  )
  return [heading, ...lines].map((line) => line.join('  ').trimEnd())
}

function pad(text: string, width: number, align?: 'right'): string {
  const blanks = ' '.repeat(width - stringWidth(text))
  return align === 'right' ? blanks + text : text + blanks
}
