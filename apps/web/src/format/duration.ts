import { t } from '../language/texts.ts'
import { formatDecimal } from './number.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const two = (value: number) => String(value).padStart(2, '0')

/** `12 ms`, `1.4 s`, `42 s`, `2 m 03 s`, `1 h 04 m`, `3 d 2 h` from milliseconds. */
export function formatDuration(ms: number): string {
  if (ms < SECOND) return `${Math.max(0, Math.round(ms))} ms`
  if (ms < 10 * SECOND) return `${formatDecimal(Math.floor(ms / 100) / 10, 1)} s`
  return formatWhole(ms)
}

/** The same for what still runs: whole seconds, so that it ticks evenly. */
export const formatAge = (ms: number) =>
  ms < MINUTE ? `${Math.max(0, Math.floor(ms / SECOND))} s` : formatWhole(ms)

/** `in 5 s`, for what is still to come: counts down to `in 1 s`, then it is `now`. */
export const formatCountdown = (ms: number) =>
  ms > 0 ? `in ${formatAge(Math.ceil(ms / SECOND) * SECOND)}` : t('now')

/** `+12 ms`, `+1.4 s` from milliseconds between two moments; `−3 ms` where the second one was before the first. */
export const formatApart = (ms: number) => `${ms < 0 ? '−' : '+'}${formatDuration(Math.abs(ms))}`

function formatWhole(ms: number): string {
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} m ${two(Math.floor((ms % MINUTE) / SECOND))} s`
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h ${two(Math.floor((ms % HOUR) / MINUTE))} m`
  return `${Math.floor(ms / DAY)} d ${Math.floor((ms % DAY) / HOUR)} h`
}
