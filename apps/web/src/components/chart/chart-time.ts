import { formatDayOfYear, formatMinute, formatMoment, formatTime } from '../../format/time.ts'

const HOUR = 3600
const DAY = 24 * HOUR

/** Whether a chart of this step, in seconds, goes over days. */
const isOfDays = (step: number) => step >= HOUR

/** The moment of a value, in seconds since 1970. */
export const momentOf = (time: number, step: number): string =>
  isOfDays(step) ? formatMoment(new Date(time * 1000).toISOString()) : formatTime(time * 1000)

/** How the axis tells a moment. */
export const labelOf = (time: number, step: number): string =>
  isOfDays(step) ? formatDayOfYear(time * 1000) : formatMinute(time * 1000)

/** What labels of the axis may be apart, in seconds; undefined: as they fit. */
export const distancesOf = (step: number): number[] | undefined =>
  isOfDays(step) ? [1, 2, 3, 5, 7, 10, 14].map((days) => days * DAY) : undefined
