import type { Settings, SettingsPatch, Storage } from '@switchboard/contract'
import { request } from './request.ts'

export const getSettings = () => request<Settings>('/settings')

export const changeSettings = (body: SettingsPatch) =>
  request<Settings>('/settings', { method: 'PATCH', body })

export const getStorage = () => request<Storage>('/storage')
