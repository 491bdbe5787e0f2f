import { encodeBatch, type NewEntry } from '@switchboard/journal'
import type { Store } from '../store.ts'

/** Appends entries; as Store.journal.append. */
export function append({ journal }: Store, entries: NewEntry[]): Promise<number> {
  return journal.append(encodeBatch(entries))
}
