const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
})
const full = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'medium',
})
const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' })
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

/** `09:05:07.123` in the reader's time zone. */
export const formatClock = (iso: string) => clock.format(new Date(iso))

/** `21 Nov 2026, 09:05:07` in the reader's time zone. */
export const formatFull = (iso: string) => full.format(new Date(iso))

/** `21 Nov 2026` in the reader's time zone. */
export const formatDay = (iso: string) => date.format(new Date(iso))

/** What `formatMoment` makes of this moment. */
export const formatNow = () => formatMoment(new Date().toISOString())

/** `09:05:07` today, `21 Nov 09:05:07` on other days. */
export function formatMoment(iso: string, now = new Date()): string {
  const at = new Date(iso)
  const time = clock.format(at).slice(0, 8)
  return at.toDateString() === now.toDateString() ? time : `${day.format(at)} ${time}`
}

/** Microseconds since the epoch of `2026-11-21T09:05:07.123456Z`; a Date holds only the milliseconds. */
export const microsOf = (iso: string) => Date.parse(`${iso.slice(0, 23)}Z`) * 1000 + Number(iso.slice(23, 26))
