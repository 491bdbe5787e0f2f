import {
  STATS_KEYS,
  type StatsKey,
  type RecentTraffic,
  type StatsSeries,
  type StatsStep,
} from '@switchboard/contract'
import { hasRates, round, sumSamples, type Sample } from '../../stats/sample.ts'
import { reachOf, type Series } from '../../stats/series.ts'
import { timestamp } from '../../time.ts'

/** Seconds since 1970: `from` is the first, `to` the first that is not asked for. */
export type Span = { step: StatsStep; from: number; to: number }

/** What is kept, or the part of it from `from` to `to`, which are times of day; in whole steps. */
export function spanOf(step: StatsStep, newest: number, from?: string, to?: string): Span {
  const seconds = (iso: string) => Date.parse(iso) / 1000
  const end = Math.min(newest + 1, to === undefined ? Infinity : seconds(to))
  const begin = Math.max(newest + 1 - reachOf(step), from === undefined ? -Infinity : seconds(from))
  return { step, from: Math.ceil(begin / step) * step, to: Math.max(end, 0) }
}

/** One series as it is, several added up. */
export function presentSeries(series: readonly Series[], span: Span): StatsSeries {
  const each = series.map((one) => one.read(span.step, span.from, span.to))
  const [only] = each
  return presentSamples(each.length === 1 && only ? only : added(each), span)
}

export function presentSamples(samples: (Sample | null)[], { step, from }: Span): StatsSeries {
  const column = (key: StatsKey) => {
    const place = STATS_KEYS.indexOf(key)
    return samples.map((sample) => (sample === null ? null : round(sample[place] ?? 0)))
  }
  return {
    from: timestamp(from * 1000),
    stepSeconds: step,
    ...(Object.fromEntries(STATS_KEYS.map((key) => [key, column(key)])) as Columns),
  }
}

type Columns = Pick<StatsSeries, StatsKey>

function added(each: (Sample | null)[][]): (Sample | null)[] {
  return Array.from(each[0] ?? [], (_sample, at) => sumSamples(each.map((samples) => samples[at] ?? null)))
}

const RECENT_SECONDS = 60
const IN = STATS_KEYS.indexOf('bytesIn')
const OUT = STATS_KEYS.indexOf('bytesOut')

/** Of the services that carried anything in the last minute. */
export function presentRecent(series: Iterable<readonly [string, Series]>, newest: number): RecentTraffic {
  const from = newest + 1 - RECENT_SECONDS
  const busy = Array.from(series).flatMap(([id, one]) => {
    const samples = one.read(1, from, newest + 1)
    return samples.some(hasRates) ? [[id, samples.map(bytesOf)] as const] : []
  })
  return { from: timestamp(from * 1000), stepSeconds: 1, services: Object.fromEntries(busy) }
}

const bytesOf = (sample: Sample | null) =>
  sample === null ? null : round((sample[IN] ?? 0) + (sample[OUT] ?? 0))
