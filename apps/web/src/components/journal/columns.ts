import { router } from '../../router/router.svelte.ts'

/** A column of the live log; `width` as a track of a CSS grid. */
export type Column = { id: string; label: string; width: string }

/** In the order in which they stand. */
export const COLUMNS = [
  { id: 'seq', label: 'Seq', width: '60px' },
  { id: 'time', label: 'Time', width: 'var(--time)' },
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

/** Without a choice. Of these, narrow panes leave some out. */
export const USUAL: readonly ColumnId[] = COLUMNS.map(({ id }) => id).filter(
  (id) => id !== 'user' && id !== 'duration',
)

/** The columns that somebody has chosen (`cols` in the address); null: the usual ones. */
export function chosenColumns(): ColumnId[] | null {
  const names = router.query('cols')?.split(',')
  const chosen = COLUMNS.map(({ id }) => id).filter((id) => names?.includes(id))
  return chosen.length > 0 ? chosen : null
}

/** Puts a choice into the address, where the usual one has no place. */
export function chooseColumns(columns: readonly ColumnId[]): void {
  const ordered = COLUMNS.map(({ id }) => id).filter((id) => columns.includes(id))
  const isUsual = ordered.join() === USUAL.join() || ordered.length === 0
  router.setQuery({ cols: isUsual ? null : ordered.join(',') }, { replace: true })
}

/** The tracks of a row with these columns. */
export const tracksOf = (columns: readonly ColumnId[]) =>
  COLUMNS.filter(({ id }) => columns.includes(id))
    .map(({ width }) => width)
    .join(' ')
