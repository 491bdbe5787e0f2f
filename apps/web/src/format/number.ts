const format = new Intl.NumberFormat('en')

/** `1,204`. */
export const formatNumber = (value: number) => format.format(value)

/** A limit: null is none. */
export const formatLimit = (value: number | null) =>
  value === null ? '(no limit)' : `of ${format.format(value)}`

/** `1 connection`, `1,204 connections`; `1 entry`, `2 entries`. */
export const formatCount = (value: number, noun: string, plural = `${noun}s`) =>
  `${formatNumber(value)} ${value === 1 ? noun : plural}`
