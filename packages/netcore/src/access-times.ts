const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MINUTES_A_DAY = 24 * 60

/** `fromDay` to `toDay` and `from` to `to` (minutes since midnight); both may run over the end. */
type Span = { fromDay: number; toDay: number; from: number; to: number }

const SYNTAX =
  /^(?:(?<fromDay>[A-Z][a-z]{2})(?:-(?<toDay>[A-Z][a-z]{2}))? )?(?<from>\d{1,2}:\d{2})-(?<to>\d{1,2}:\d{2})$/

/**
 * When a service is open, as in xinetd's `access_times`: `08:00-18:00`, with days if they matter `Mon-Fri 08:00-18:00`,
 * over midnight `22:00-06:00` (which belongs to the day it begins on). Local time of the machine. Without any: always.
 */
export class AccessTimes {
  readonly #spans: Span[]
  readonly #text: string

  /** Throws RangeError that says what a time looks like. */
  constructor(times: string[]) {
    this.#spans = times.map(parse)
    this.#text = times.join(', ')
  }

  /** The times, in words, if the service is closed at `at`; null if it is open. */
  closedBy(at: Date): string | null {
    const isOpen = this.#spans.length === 0 || this.#spans.some((span) => contains(span, at))
    return isOpen ? null : this.#text
  }
}

function parse(time: string): Span {
  const { fromDay = '', toDay = fromDay, from = '', to = '' } = SYNTAX.exec(time)?.groups ?? {}
  const span = {
    fromDay: fromDay ? DAYS.indexOf(fromDay) : 0,
    toDay: toDay ? DAYS.indexOf(toDay) : 6,
    from: minutes(from),
    to: minutes(to),
  }
  const isValid =
    Math.min(span.fromDay, span.toDay) >= 0 && span.from < MINUTES_A_DAY && span.to <= MINUTES_A_DAY
  if (isValid && span.from !== span.to) return span
  throw new RangeError(`is ${JSON.stringify(time)}; it must look like 08:00-18:00 or Mon-Fri 08:00-18:00`)
}

function minutes(clock: string): number {
  const [hours = NaN, rest = NaN] = clock.split(':').map(Number)
  return rest < 60 ? hours * 60 + rest : NaN
}

function contains({ fromDay, toDay, from, to }: Span, at: Date): boolean {
  const minute = at.getHours() * 60 + at.getMinutes()
  const today = at.getDay()
  const yesterday = (today + 6) % 7
  if (from < to) return isBetween(today, fromDay, toDay) && minute >= from && minute < to
  const beganToday = isBetween(today, fromDay, toDay) && minute >= from
  return beganToday || (isBetween(yesterday, fromDay, toDay) && minute < to)
}

function isBetween(day: number, from: number, to: number): boolean {
  return from <= to ? day >= from && day <= to : day >= from || day <= to
}
