/** What stands in a cell; null is an empty one, a list or an object stands there as JSON. */
export type Cell = string | number | boolean | null | object

/** A spreadsheet takes text that begins so for a formula and runs it (OWASP, CSV injection; wide characters included). */
const FORMULA = /^[=+\-@\t\r\n\0＝＋－＠]/
const SPECIAL = /[",\r\n]/

/** One line by RFC 4180, its line ending included. Text that a spreadsheet would run is quoted behind an apostrophe. */
export function csvLine(cells: Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell)
  const text = typeof cell === 'string' ? cell : JSON.stringify(cell)
  if (FORMULA.test(text)) return quoted(`'${text}`)
  return SPECIAL.test(text) ? quoted(text) : text
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
