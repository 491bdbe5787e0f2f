import type { Settings, SettingsPatch, Storage } from '@switchboard/contract'
import { request, requestTagged } from './request.ts'

export const getSettings = () => requestTagged<Settings>('/settings')

/** Refused with `precondition-failed` when the settings are no longer those of `tag`. */
export const changeSettings = (body: SettingsPatch, tag: string) =>
  requestTagged<Settings>('/settings', { method: 'PATCH', body, headers: { 'if-match': tag } })

export const getStorage = () => request<Storage>('/storage')
