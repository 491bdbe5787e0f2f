import type { Page, User, UserInput, UserPatch } from '@switchboard/contract'
import { request, requestTagged } from './request.ts'

const at = (id: string) => `/users/${encodeURIComponent(id)}`

/** One page, newest first. */
export const listUsers = (before: string | null = null) =>
  request<Page<User>>('/users', { query: { before, limit: 100 } })

export const createUser = (body: UserInput) => request<User>('/users', { method: 'POST', body })

export const getUser = (id: string) => requestTagged<User>(at(id))

/** Refused with `precondition-failed` when the user is no longer as `tag` says. */
export const changeUser = (id: string, body: UserPatch, tag: string) =>
  requestTagged<User>(at(id), { method: 'PATCH', body, headers: { 'if-match': tag } })

export const deleteUser = (id: string) => request<undefined>(at(id), { method: 'DELETE' })
