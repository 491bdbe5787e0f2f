import type { StatsStep } from '@switchboard/contract'

export type StatsRange = {
  id: string
  label: string
  step: StatsStep
  /** null: as far back as the step reaches. */
  days: number | null
  /** What a point of the charts stands for. */
  meaning: string
}

const TEN_MINUTES: StatsRange = {
  id: '10m',
  label: '10 minutes',
  step: 1,
  days: null,
  meaning: 'Each point is one second.',
}

/** What can be looked at; the first one is the default and stays out of the address. */
export const STATS_RANGES: StatsRange[] = [
  TEN_MINUTES,
  { id: '1h', label: '1 hour', step: 10, days: null, meaning: 'Each point is the mean of 10 seconds.' },
  { id: '24h', label: '24 hours', step: 300, days: null, meaning: 'Each point is the mean of 5 minutes.' },
  { id: '7d', label: '7 days', step: 3600, days: 7, meaning: 'Each point is the mean of an hour.' },
  { id: '30d', label: '30 days', step: 3600, days: null, meaning: 'Each point is the mean of an hour.' },
]

/** The range that an address asks for. */
export const rangeOf = (id: string | null): StatsRange =>
  STATS_RANGES.find((range) => range.id === id) ?? TEN_MINUTES
