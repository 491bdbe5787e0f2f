const FIRST_MS = 1000
const LONGEST_MS = 5 * 60_000

/**
 * How long to wait after so many failures in a row, milliseconds: doubled each time up to five minutes, and anything
 * between half and all of it, so that receivers that come back are not met by everybody at once.
 */
export function backoff(failures: number, random = Math.random()): number {
  const longest = Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS)
  return Math.round(longest * (0.5 + random / 2))
}
