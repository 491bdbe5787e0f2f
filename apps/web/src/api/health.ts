import type { Health } from '@switchboard/contract'
import { request } from './request.ts'

export const getHealth = () => request<Health>('/health')
