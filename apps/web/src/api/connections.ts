import type { Chunk, CloseOutcome, Connection, JournalEntry, Page } from '@switchboard/contract'
import { request } from './request.ts'

const at = (id: string) => `/connections/${encodeURIComponent(id)}`

type ListQuery = {
  state?: 'open' | 'closed'
  service?: string | null
  filter?: string | null
  before?: string | null
  limit?: number
}

/** One page, newest first. */
export const listConnections = (query: ListQuery) => request<Page<Connection>>('/connections', { query })

export const getConnection = (id: string) => request<Connection>(at(id))

export const killConnection = (id: string) => request<undefined>(at(id), { method: 'DELETE' })

/** Cuts the open connections that pass a filter. */
export const closeConnections = (filter: string) =>
  request<CloseOutcome>('/connections:close', { method: 'POST', body: { filter } })

type JournalQuery = { before?: string | null; after?: string | null; limit?: number; type?: string }

/** One page of the connection's entries, newest first; with `after`, a seq, those that follow it, oldest first. */
export const listConnectionJournal = (id: string, query: JournalQuery) =>
  request<Page<JournalEntry>>(`${at(id)}/journal`, { query })

/** One page of what was captured, after the chunk of that ordinal; -1: from the beginning. */
export const listExchange = (id: string, after: number, limit = 100) =>
  request<Page<Chunk>>(`${at(id)}/exchange`, { query: { after, limit } })

/** Where a browser downloads the captured bytes of one direction or (null) both as they passed, or all for Wireshark. */
export const payloadOf = (id: string, direction: 'in' | 'out' | null) =>
  `/api/v1${at(id)}/payload${direction === null ? '' : `?direction=${direction}`}`
export const pcapngOf = (id: string) => `/api/v1${at(id)}/pcapng`
