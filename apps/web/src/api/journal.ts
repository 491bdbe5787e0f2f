import type { JournalEntry, JournalHistogram, Page } from '@switchboard/contract'
import { request } from './request.ts'

/** `before` answers newest first, `after` oldest first; both are exclusive. */
type ListQuery = {
  service?: string | null
  filter?: string | null
  before?: string | null
  after?: number
  limit?: number
  /** Only entries of this moment and later, and from before that one. */
  from?: string | null
  to?: string | null
}

type HistogramQuery = Pick<ListQuery, 'service' | 'filter'> & {
  from: string
  to: string
  buckets: number
  /** Only entries older than this seq. */
  before: number | null
}

export const listJournal = (query: ListQuery) => request<Page<JournalEntry>>('/journal', { query })

/** Counts for a moment only: where `next` is not null, there is more to count. */
export const countJournal = (query: HistogramQuery) =>
  request<JournalHistogram>('/journal/histogram', { query })
