import { region } from '../language/language.ts'
import { preferences } from '../shell/preferences.svelte.ts'

type Parts = Intl.DateTimeFormatOptions

const TIME: Parts = { hour: '2-digit', minute: '2-digit', second: '2-digit' }
const MINUTE: Parts = { hour: '2-digit', minute: '2-digit' }
const MILLIS: Parts = { ...TIME, fractionalSecondDigits: 3 }
const DAY: Parts = { day: 'numeric', month: 'short' }
const DATE: Parts = { ...DAY, year: 'numeric' }
const PARTS = {
  time: TIME,
  minute: MINUTE,
  clock: MILLIS,
  day: DAY,
  date: DATE,
  full: { ...DATE, ...TIME },
  exact: { ...DATE, ...MILLIS },
}

/** Formats are dear to make and each is needed a thousand times. */
const made = new Map<string, Intl.DateTimeFormat>()

/** In the reader's time zone and way to count hours. */
function format(what: keyof typeof PARTS): Intl.DateTimeFormat {
  const [times, hours] = [preferences.get('times'), preferences.get('hours')]
  const key = `${what} ${times} ${hours}`
  const format =
    made.get(key) ?? new Intl.DateTimeFormat(region, options(PARTS[what], times === 'utc', hours === '24'))
  made.set(key, format)
  return format
}

/** What has a time of day says when it is UTC. */
const options = (parts: Parts, utc: boolean, to24: boolean): Parts => ({
  ...parts,
  ...(to24 ? { hourCycle: 'h23' } : { hour12: countsToTwelve() }),
  ...(utc && { timeZone: 'UTC' }),
  ...(utc && parts.hour && { timeZoneName: 'short' }),
})

/** Whether the browser's language counts the hours of half a day. */
const countsToTwelve = () =>
  new Intl.DateTimeFormat(navigator.language, { hour: 'numeric' }).resolvedOptions().hour12 ?? false

/** `09:05:07` in the reader's time zone; of milliseconds since the epoch. */
export const formatTime = (ms: number) => format('time').format(ms)

/** `09:05`, the same. */
export const formatMinute = (ms: number) => format('minute').format(ms)

/** `09:05:07.123` in the reader's time zone. */
export const formatClock = (iso: string) => format('clock').format(new Date(iso))

/** `21 Nov 2026, 09:05:07` in the reader's time zone. */
export const formatFull = (iso: string) => format('full').format(new Date(iso))

/** `21 Nov 2026, 09:05:07.123` in the reader's time zone. */
export const formatExact = (iso: string) => format('exact').format(new Date(iso))

/** `21 Nov 2026` in the reader's time zone. */
export const formatDay = (iso: string) => format('date').format(new Date(iso))

/** `21 Nov` in the reader's time zone; of milliseconds since the epoch. */
export const formatDayOfYear = (ms: number) => format('day').format(ms)

/** What `formatMoment` makes of this moment. */
export const formatNow = () => formatMoment(new Date().toISOString())

/** `09:05:07` today, `21 Nov 09:05:07` on other days. */
export function formatMoment(iso: string, now = new Date()): string {
  const [at, date] = [new Date(iso), format('date')]
  const time = format('time').format(at)
  return date.format(at) === date.format(now) ? time : `${format('day').format(at)} ${time}`
}

/**
 * The first moment of a day such as `2026-12-24` in the reader's time zone, or of one so many days later; null for
 * what is no day.
 */
export function startOfDay(day: string | null, later = 0): Date | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day ?? '')
  if (!parts) return null
  const [year = 0, month = 0, date = 0] = parts.slice(1).map(Number)
  const of = [year, month - 1, date + later] as const
  const start = preferences.get('times') === 'utc' ? new Date(Date.UTC(...of)) : new Date(...of)
  return Number.isNaN(start.getTime()) ? null : start
}

/** Of a time in an address, milliseconds since the epoch; null for none, and for what is no time. */
export function parseTime(text: string | null): number | null {
  const ms = Date.parse(text ?? '')
  return Number.isNaN(ms) ? null : ms
}

/** Microseconds since the epoch of `2026-11-21T09:05:07.123456Z`; a Date holds only the milliseconds. */
export const microsOf = (iso: string) => Date.parse(`${iso.slice(0, 23)}Z`) * 1000 + Number(iso.slice(23, 26))
