import { request } from './request.ts'

/** Trades the admin token for a session cookie that only the browser's own requests carry. */
export const signIn = (token: string) => request<unknown>('/session', { method: 'POST', body: { token } })
