import type { Page, User, UserInput, UserPatch } from '@switchboard/contract'
import { request } from './request.ts'

const at = (id: string) => `/users/${encodeURIComponent(id)}`

/** One page, newest first. */
export const listUsers = (before: string | null = null) =>
  request<Page<User>>('/users', { query: { before, limit: 100 } })

export const createUser = (body: UserInput) => request<User>('/users', { method: 'POST', body })

export const changeUser = (id: string, body: UserPatch) => request<User>(at(id), { method: 'PATCH', body })

export const deleteUser = (id: string) => request<undefined>(at(id), { method: 'DELETE' })
