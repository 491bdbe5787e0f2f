import type { Backup, Page } from '@switchboard/contract'
import { request } from './request.ts'

const at = (id: string) => `/backups/${encodeURIComponent(id)}`

/** One page, newest first. */
export const listBackups = (before: string | null = null) =>
  request<Page<Backup>>('/backups', { query: { before, limit: 100 } })

/** It is made in the background. */
export const createBackup = () => request<Backup>('/backups', { method: 'POST' })

export const getBackup = (id: string) => request<Backup>(at(id))

/** Cancels it, too. */
export const deleteBackup = (id: string) => request<undefined>(at(id), { method: 'DELETE' })

/** Where a browser downloads it. */
export const contentOf = (id: string) => `/api/v1${at(id)}/content`
