import type { File, Page } from '@switchboard/contract'
import { request } from './request.ts'

const at = (id: string) => `/files/${encodeURIComponent(id)}`

type ListQuery = { service?: string | null; before?: string | null; limit?: number }

/** One page, newest first. */
export const listFiles = (query: ListQuery) => request<Page<File>>('/files', { query })

export const deleteFile = (id: string) => request<undefined>(at(id), { method: 'DELETE' })

/** Where a browser downloads it. */
export const contentOf = (id: string) => `/api/v1${at(id)}/content`
