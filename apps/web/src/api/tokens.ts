import type { ApiToken, ApiTokenInput, NewApiToken, Page } from '@switchboard/contract'
import { request } from './request.ts'

/** One page, newest first. */
export const listTokens = (before: string | null = null) =>
  request<Page<ApiToken>>('/tokens', { query: { before, limit: 100 } })

/** The answer alone has the secret. */
export const createToken = (body: ApiTokenInput) => request<NewApiToken>('/tokens', { method: 'POST', body })

export const revokeToken = (id: string) =>
  request<undefined>(`/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' })
