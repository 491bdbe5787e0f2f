import type { JournalEntry } from '@switchboard/contract'
import { router } from '../../router/router.svelte.ts'
import { isNarrowed, selectedSeqs, showContext, toggleSelected } from './log-view.ts'

/** What the menu of an entry offers besides filters. */
export const entryActions = (
  { seq, connectionId }: JournalEntry,
  oninspect: (seq: number) => void,
): { words: string; run: () => void }[] => [
  { words: 'Inspect', run: () => oninspect(seq) },
  { words: selectedSeqs().has(seq) ? 'Select no longer' : 'Select', run: () => toggleSelected(seq) },
  ...(isNarrowed() ? [{ words: 'Show what happened around it', run: () => showContext(seq) }] : []),
  ...(connectionId === null
    ? []
    : [{ words: 'Open its connection', run: () => router.go(`/connections/${connectionId}`) }]),
]
