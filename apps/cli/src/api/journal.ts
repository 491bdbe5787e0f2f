import type { JournalEntry, Page } from '@switchboard/contract'
import { newest, PAGE } from './pages.ts'
import { ok, type Switchboard } from './switchboard.ts'

/** Which entries: `service` is an id. */
export type JournalQuery = { filter?: string; service?: string }

/** The newest entries, oldest first. */
export async function newestEntries(
  { api }: Switchboard,
  most: number,
  of: JournalQuery,
): Promise<JournalEntry[]> {
  const entries = await newest<JournalEntry>(most, ({ before, ...query }) => {
    const bound = before === undefined ? {} : { before: Number(before) }
    return ok(api.GET('/api/v1/journal', { params: { query: { ...query, ...bound, ...of } } }))
  })
  return entries.reverse()
}

/** Entries behind `after`, oldest first, to the end or to `upTo`, read as they are taken. */
export async function* journalAfter(
  { api }: Switchboard,
  { upTo = Infinity, ...of }: JournalQuery & { after: number; upTo?: number },
): AsyncGenerator<JournalEntry> {
  for (let after: number | null = of.after; after !== null && after < upTo;) {
    const query = { ...of, after, limit: PAGE }
    const page: Page<JournalEntry> = await ok(api.GET('/api/v1/journal', { params: { query } }))
    for (const entry of page.items) {
      if (entry.seq > upTo) return
      yield entry
    }
    after = page.next === null ? null : Number(page.next)
  }
}
