import type { AccessTestInput, AccessTestResult } from '@switchboard/contract'
import { request } from './request.ts'

/** What would happen to a peer now. Nothing is counted. */
export const testAccess = (input: AccessTestInput) =>
  request<AccessTestResult>('/access:test', { method: 'POST', body: input })
