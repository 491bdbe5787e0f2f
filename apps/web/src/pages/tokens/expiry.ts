import { startOfDay } from '../../format/time.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** How long a token may be good for. */
export const EXPIRIES = [
  { id: '7', label: '7 days' },
  { id: '30', label: '30 days' },
  { id: '90', label: '90 days' },
  { id: '365', label: '1 year' },
  { id: 'date', label: 'Until a date' },
  { id: 'never', label: 'Never expires' },
] as const
export type Expiry = (typeof EXPIRIES)[number]['id']

/**
 * When a token made at `now` (milliseconds since the epoch) ends, in ISO 8601; null: never. `date` is a day such as `2026-12-24`,
 * whose last moment in the reader's time zone counts; undefined while there is none.
 */
export function expiresAt(expiry: Expiry, date: string, now: number): string | null | undefined {
  if (expiry === 'never') return null
  if (expiry !== 'date') return new Date(now + Number(expiry) * DAY_MS).toISOString()
  const next = startOfDay(date, 1)
  return next === null ? undefined : new Date(next.getTime() - 1).toISOString()
}

/** Whether a token has ended. */
export const isExpired = (token: { expiresAt: string | null }, now: number): boolean =>
  token.expiresAt !== null && Date.parse(token.expiresAt) <= now
