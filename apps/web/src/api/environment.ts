import type { Environment } from '@switchboard/contract'
import { request } from './request.ts'

export const getEnvironment = () => request<Environment>('/environment')
