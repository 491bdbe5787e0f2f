import type { JournalEntry, Page } from '@switchboard/contract'
import { listConnectionJournal } from '../../../api/connections.ts'
import type { Place } from './block.ts'

/** The most that is read at once, and so many times at most. */
const PAGE = 500
const MOST_PAGES = 40

type ReadPage = (query: { after: string; limit: number; type: string }) => Promise<Page<JournalEntry>>

/**
 * The entry about the message that ends at a place, or goes on over it; null: there is none, or not within 20,000
 * messages. Throws what reading the journal throws.
 */
export async function entryAt(
  connectionId: string,
  { direction, end }: Place,
  read: ReadPage = (query) => listConnectionJournal(connectionId, query),
): Promise<JournalEntry | null> {
  const type = direction === 'in' ? 'message.received' : 'message.sent'
  let after: string | null = '0'
  for (let pages = 0; after !== null && pages < MOST_PAGES; pages++) {
    const { items, next }: Page<JournalEntry> = await read({ after, limit: PAGE, type })
    const found = items.find(({ detail }) => Number(detail?.['end'] ?? -1) >= end)
    if (found) return found
    after = next
  }
  return null
}
