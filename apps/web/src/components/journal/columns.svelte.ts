import { router } from '../../router/router.svelte.ts'
import { keep, kept } from '../../shell/kept.ts'

/** A column of the live log; `width` as a track of a CSS grid, `words` where the label alone is too short. */
export type Column = { id: string; label: string; width: string; words?: string }

/** In the order in which they stand. */
export const COLUMNS = [
  { id: 'seq', label: 'Seq', width: '60px' },
  { id: 'time', label: 'Time', width: 'var(--time)' },
  { id: 'delta', label: 'Δt', width: '64px', words: 'Time since the row above, in whole milliseconds' },
  { id: 'service', label: 'Service', width: 'minmax(70px, 112px)' },
  { id: 'event', label: 'Event', width: '160px' },
  { id: 'peer', label: 'Peer', width: 'minmax(112px, 142px)' },
  { id: 'user', label: 'Identity', width: 'minmax(60px, 100px)' },
  { id: 'dir', label: 'Dir', width: '44px' },
  { id: 'bytes', label: 'Bytes', width: '56px' },
  { id: 'duration', label: 'Duration', width: '64px' },
  { id: 'preview', label: 'Preview', width: 'minmax(100px, 1fr)' },
] as const satisfies readonly Column[]

export type ColumnId = (typeof COLUMNS)[number]['id']

const UNUSUAL: readonly ColumnId[] = ['delta', 'user', 'duration']

/** Without a choice. Of these, narrow panes leave some out. */
export const USUAL: readonly ColumnId[] = COLUMNS.map(({ id }) => id).filter((id) => !UNUSUAL.includes(id))

const KEPT = 'columns'

/** What was chosen last in this browser, as an address has it; null: the usual ones. */
let remembered = $state.raw(kept(KEPT))

/** The columns of the address (`cols`), or those that were chosen last in this browser; null: the usual ones. */
export const chosenColumns = (): ColumnId[] | null => columnsIn(router.query('cols')) ?? columnsIn(remembered)

function columnsIn(text: string | null): ColumnId[] | null {
  const names = text?.split(',')
  const chosen = inOrder((id) => names?.includes(id) ?? false)
  return chosen.length > 0 ? chosen : null
}

const inOrder = (isChosen: (id: ColumnId) => boolean) => COLUMNS.map(({ id }) => id).filter(isChosen)

/** Remembers a choice and puts it into the address, where the usual one has no place. */
export function chooseColumns(columns: readonly ColumnId[]): void {
  const ordered = inOrder((id) => columns.includes(id)).join(',')
  remembered = ordered === USUAL.join(',') || ordered === '' ? null : ordered
  keep(KEPT, remembered)
  router.setQuery({ cols: remembered }, { replace: true })
}

/** The tracks of a row with these columns. */
export const tracksOf = (columns: readonly ColumnId[]) =>
  COLUMNS.filter(({ id }) => columns.includes(id))
    .map(({ width }) => width)
    .join(' ')
