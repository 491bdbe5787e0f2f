import { router } from '../../router/router.svelte.ts'

// What a log shows is in the address: `q`, `service`, `from`, `to` narrow it, `cleared` is the seq up to which it was
// cleared, `seq` the entry in the inspector, `sel` those that are selected, `cols` the columns.

const NARROWING = ['q', 'service', 'from', 'to', 'cleared']

/** The seq up to which the log was cleared; null: it was not. */
export const clearedUpTo = () => Number(router.query('cleared')) || null

/** The entry in the inspector; null: none. */
export const inspectedSeq = () => Number(router.query('seq')) || null

/** Takes everything up to this seq out of sight. */
export function clearLog(seq: number): void {
  router.setQuery({ cleared: String(seq), seq: null })
}

export function showCleared(): void {
  router.setQuery({ cleared: null })
}

/** More would make the address too long to be sent. */
const MOST_SELECTED = 200

/** The selected entries, oldest first. */
export const selectedSeqs = (): ReadonlySet<number> =>
  new Set((router.query('sel') ?? '').split(',').map(Number).filter(Boolean))

/** Selects an entry, or no longer; of too many the oldest go. */
export function toggleSelected(seq: number): void {
  const others = new Set(selectedSeqs())
  if (!others.delete(seq)) others.add(seq)
  const seqs = [...others].sort((a, b) => a - b).slice(-MOST_SELECTED)
  router.setQuery({ sel: seqs.length === 0 ? null : seqs.join(',') }, { replace: true })
}

export const selectNone = () => router.setQuery({ sel: null }, { replace: true })

/** Whether there are neighbours of an entry that are not shown. */
export const isNarrowed = () => NARROWING.some((key) => router.query(key) !== null)

/** Shows an entry among all that happened around it. */
export function showContext(seq: number): void {
  router.setQuery({ ...Object.fromEntries(NARROWING.map((key) => [key, null])), seq: String(seq) })
}
