import type { Session, Setup, SetupInput } from '@switchboard/contract'
import { isProblem } from './problem-error.ts'
import { request } from './request.ts'

/** Whether there is no user yet, so that the first one can be made with the code from the log. */
export async function isSetupNeeded(): Promise<boolean> {
  try {
    return (await request<Setup>('/setup')).needed
  } catch (error) {
    if (isProblem(error, 'not-found')) return false
    throw error
  }
}

/** Makes the first user and signs this browser in. */
export const setUp = (body: SetupInput) => request<Session>('/setup', { method: 'POST', body })
