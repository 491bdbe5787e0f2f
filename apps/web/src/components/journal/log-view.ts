import { router } from '../../router/router.svelte.ts'

// What a log shows is in the address: `q`, `service`, `from`, `to` narrow it, `cleared` is the seq up to which it was
// cleared, `seq` the entry in the inspector, `cols` the columns.

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

/** Whether there are neighbours of an entry that are not shown. */
export const isNarrowed = () => NARROWING.some((key) => router.query(key) !== null)

/** Shows an entry among all that happened around it. */
export function showContext(seq: number): void {
  router.setQuery({ ...Object.fromEntries(NARROWING.map((key) => [key, null])), seq: String(seq) })
}
