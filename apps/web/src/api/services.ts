import type { Service, ServiceInput, ServicePatch } from '@switchboard/contract'
import { request } from './request.ts'

const at = (id: string) => `/services/${encodeURIComponent(id)}`

export const createService = (input: ServiceInput) =>
  request<Service>('/services', { method: 'POST', body: input })

export const getService = (id: string) => request<Service>(at(id))

/** Changes some settings; refused with `precondition-failed` when `revision` is no longer the newest. */
export const changeService = (id: string, patch: ServicePatch, revision: number) =>
  request<Service>(at(id), { method: 'PATCH', body: patch, headers: { 'if-match': String(revision) } })

export const deleteService = (id: string) => request<undefined>(at(id), { method: 'DELETE' })

export const startService = (id: string) => request<Service>(`${at(id)}/start`, { method: 'POST' })

export const stopService = (id: string) => request<Service>(`${at(id)}/stop`, { method: 'POST' })

export const restartService = (id: string) => request<Service>(`${at(id)}/restart`, { method: 'POST' })
