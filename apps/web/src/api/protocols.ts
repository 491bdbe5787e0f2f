import type { Protocol } from '@switchboard/contract'
import { request } from './request.ts'

let cached: Promise<Protocol[]> | null = null

/** The catalogue. It is fixed while the manager runs, so it is asked for once; a failure is not kept. */
export function listProtocols(): Promise<Protocol[]> {
  cached ??= request<Protocol[]>('/protocols').catch((error: unknown) => {
    cached = null
    throw error
  })
  return cached
}
