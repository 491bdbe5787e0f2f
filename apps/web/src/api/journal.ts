import type { JournalEntry, Page } from '@switchboard/contract'
import { request } from './request.ts'

/** `before` answers newest first, `after` oldest first; both are exclusive. */
type ListQuery = {
  service?: string | null
  filter?: string | null
  before?: string | null
  after?: number
  limit?: number
}

export const listJournal = (query: ListQuery) => request<Page<JournalEntry>>('/journal', { query })
