import type { Ban, BanInput, BanState, Page, WatchedHosts } from '@switchboard/contract'
import { request } from './request.ts'

/** One page, newest first. */
export const listBans = (state: BanState, before: string | null = null) =>
  request<Page<Ban>>('/bans', { query: { state, before, limit: 100 } })

export const listWatchedHosts = () => request<WatchedHosts>('/bans/hosts')

export const createBan = (body: BanInput) => request<Ban>('/bans', { method: 'POST', body })

export const liftBan = (id: string) =>
  request<undefined>(`/bans/${encodeURIComponent(id)}`, { method: 'DELETE' })
