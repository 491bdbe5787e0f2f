import type { AddressCheck, AddressCheckInput } from '@switchboard/contract'
import { request } from './request.ts'

/** Whether a service could listen there now. `signal` gives up. */
export const checkAddress = (input: AddressCheckInput, signal: AbortSignal) =>
  request<AddressCheck>('/addresses:check', { method: 'POST', body: input, signal })
