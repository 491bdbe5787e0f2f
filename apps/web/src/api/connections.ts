import type { Connection, JournalEntry, Page } from '@switchboard/contract'
import { request } from './request.ts'

const at = (id: string) => `/connections/${encodeURIComponent(id)}`

type ListQuery = {
  state?: 'open' | 'closed'
  service?: string | null
  before?: string | null
  limit?: number
}

/** One page, newest first. */
export const listConnections = (query: ListQuery) => request<Page<Connection>>('/connections', { query })

export const getConnection = (id: string) => request<Connection>(at(id))

export const killConnection = (id: string) => request<undefined>(at(id), { method: 'DELETE' })

type JournalQuery = { before?: string | null; limit?: number; type?: string }

/** One page of the connection's entries, newest first. */
export const listConnectionJournal = (id: string, query: JournalQuery) =>
  request<Page<JournalEntry>>(`${at(id)}/journal`, { query })
