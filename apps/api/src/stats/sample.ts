import { STATS_KEYS } from '@switchboard/contract'
import type { ServiceStats } from '@switchboard/netcore'

/** The numbers of a second, or their mean over several, in the order of STATS_KEYS. */
export type Sample = ArrayLike<number>

export const SAMPLE_SIZE = STATS_KEYS.length
/** The place of the one number that is no rate. */
export const OPEN = STATS_KEYS.indexOf('openConnections')

export const IDLE: Sample = new Float32Array(SAMPLE_SIZE)

/** What was counted in so many seconds, as rates. */
export function sampleBetween(
  before: ServiceStats,
  now: ServiceStats,
  errors: number,
  seconds: number,
): Sample {
  return [
    (now.totalConnections - before.totalConnections) / seconds,
    (now.refusedConnections - before.refusedConnections) / seconds,
    errors / seconds,
    (now.bytesIn - before.bytesIn) / seconds,
    (now.bytesOut - before.bytesOut) / seconds,
    (now.messagesIn - before.messagesIn) / seconds,
    (now.messagesOut - before.messagesOut) / seconds,
    now.openConnections,
  ]
}

/** Of several services together; null where nothing is known of any of them. */
export function sumSamples(samples: Iterable<Sample | null>): Sample | null {
  let sum: number[] | null = null
  for (const sample of samples) {
    if (sample === null) continue
    sum ??= Array.from(IDLE)
    for (let place = 0; place < SAMPLE_SIZE; place++) sum[place] = (sum[place] ?? 0) + (sample[place] ?? 0)
  }
  return sum
}

export const isIdle = (sample: Sample) => Array.prototype.every.call(sample, (value) => value === 0)

/** Whether anything happened: open connections alone are nothing. */
export const hasRates = (sample: Sample | null) =>
  sample !== null && Array.prototype.some.call(sample, (value, place) => value !== 0 && place !== OPEN)

/** As it is told: single precision and a long division leave digits that mean nothing. */
export const round = (value: number) => Math.round(value * 10_000) / 10_000
