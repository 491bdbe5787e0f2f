import type { ClientSendInput, ClientSendResult } from '@switchboard/contract'
import { request } from './request.ts'

/** Talks to a service as a client would. `signal` hangs up. */
export const sendAsClient = (input: ClientSendInput, signal?: AbortSignal) =>
  request<ClientSendResult>('/client:send', { method: 'POST', body: input, ...(signal && { signal }) })
