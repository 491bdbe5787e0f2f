import { ProblemError } from '../../api/problem-error.ts'

/** How many milliseconds after `now` a refused request may be tried again; 0: at once. */
export function retryWait(error: unknown, now: number): number {
  const retryAt = error instanceof ProblemError ? error.retryAt : null
  return retryAt === null ? 0 : Math.max(0, retryAt - now)
}
