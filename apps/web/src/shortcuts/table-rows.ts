const ROW = 'main .table > tbody > tr:not(.attached)'

/** What the keyboard holds a row by: the link or button that opens it, or else its first control. */
export const handleOf = (row: Element) =>
  row.querySelector<HTMLElement>('.lead a') ?? row.querySelector<HTMLElement>('a, button, input')

const rows = () => [...document.querySelectorAll<HTMLElement>(ROW)].filter(handleOf)

export const hasRows = () => rows().length > 0

/** The row that holds the focus; of a row and its notes below, the row itself. */
export function currentRow(): HTMLElement | null {
  const row = document.activeElement?.closest('tr') ?? null
  return row?.classList.contains('attached') ? (row.previousElementSibling as HTMLElement) : row
}

/** Moves the focus to another row; from outside the table to its first one. Answers whether there is one. */
export function moveRow(step: 1 | -1): boolean {
  const all = rows()
  const current = currentRow()
  const at = current === null ? -1 : all.indexOf(current)
  const next = all[at === -1 ? 0 : Math.max(0, Math.min(all.length - 1, at + step))]
  if (!next) return false
  const handle = handleOf(next)
  handle?.focus()
  handle?.scrollIntoView({ block: 'nearest' })
  return true
}

/** Presses a control of the row that holds the focus. Answers whether it has one. */
export function pressInRow(selector: string): boolean {
  const control = currentRow()?.querySelector<HTMLElement>(selector)
  control?.click()
  return control !== undefined && control !== null
}
