/** How the time of day is written. */
type ClockFormat = 'ctime' | 'datetime'

/**
 * A clock for one time zone (IANA name; null for the machine's own).
 * `ctime`: `Sat Nov 21 09:05:07 2026`, the day padded with a blank (C standard, `asctime`). `datetime`: `2026-11-21 09:05:07`.
 */
export function createClock(format: ClockFormat, timeZone: string | null): (now?: Date) => string {
  const formatter = new Intl.DateTimeFormat('en-US', {
    ...(timeZone !== null && { timeZone }),
    weekday: 'short',
    year: 'numeric',
    month: format === 'ctime' ? 'short' : '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  return (now = new Date()) => {
    const part = Object.fromEntries(formatter.formatToParts(now).map(({ type, value }) => [type, value]))
    const time = `${part.hour}:${part.minute}:${part.second}`
    if (format === 'datetime') return `${part.year}-${part.month}-${part.day} ${time}`
    return `${part.weekday} ${part.month} ${part.day?.replace(/^0/, ' ')} ${time} ${part.year}`
  }
}
