/** How long the live histogram reaches back, and how long one of its buckets is; milliseconds. */
export type LiveSpan = { id: string; label: string; ms: number; width: number }

const MINUTE = 60_000
const TEN_MINUTES: LiveSpan = { id: '10m', label: 'Last 10 minutes', ms: 10 * MINUTE, width: 10_000 }

/** The first one is the default and stays out of the address. */
export const LIVE_SPANS: LiveSpan[] = [
  TEN_MINUTES,
  { id: '1h', label: 'Last hour', ms: 60 * MINUTE, width: MINUTE },
  { id: '24h', label: 'Last 24 hours', ms: 1440 * MINUTE, width: 20 * MINUTE },
  { id: '7d', label: 'Last 7 days', ms: 10_080 * MINUTE, width: 120 * MINUTE },
]

/** The span that an address asks for. */
export const liveSpanOf = (id: string | null): LiveSpan =>
  LIVE_SPANS.find((span) => span.id === id) ?? TEN_MINUTES

/** Buckets of a stretch of history. */
const HISTORY_BUCKETS = 60

/** What a histogram shows: so many buckets from a time on. `isLive`: it moves on with the clock. */
export type TimeShown = { from: number; width: number; count: number; isLive: boolean }

/** Up to now, in buckets that begin where the clock is even. */
export function liveTime({ ms, width }: LiveSpan, now: number): TimeShown {
  const count = ms / width
  return { from: (Math.floor(now / width) + 1 - count) * width, width, count, isLive: true }
}

/** Between two times; where one is missing, an hour before the other, or up to now. */
export function historyTime(from: number | null, to: number | null, now: number): TimeShown {
  const end = to ?? Math.max(now, (from ?? 0) + 1)
  const begin = from ?? end - 60 * MINUTE
  const width = Math.max(1, Math.ceil((end - begin) / HISTORY_BUCKETS))
  return { from: begin, width, count: Math.max(1, Math.ceil((end - begin) / width)), isLive: false }
}
