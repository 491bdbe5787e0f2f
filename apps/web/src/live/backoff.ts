const FIRST = 500
const LONGEST = 15_000

/**
 * Milliseconds to wait before try number `attempt` (from 1): 0.5 s doubling to 15 s, of which a random quarter is taken
 * off, so that many tabs do not come back in step.
 */
export function backoff(attempt: number, random = Math.random): number {
  const full = Math.min(LONGEST, FIRST * 2 ** (attempt - 1))
  return Math.round(full * (1 - random() / 4))
}
