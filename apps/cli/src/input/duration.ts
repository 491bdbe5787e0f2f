import { InvalidArgumentError } from 'commander'

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** Milliseconds of `250ms`, `5s`, `1.5m` or `1h`; `0` needs no unit. */
export function parseDuration(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? []
  if (text === '0') return 0
  if (number !== '') return Math.round(Number(number) * (UNITS[unit] ?? 1))
  throw new InvalidArgumentError('It must be a time with its unit, such as 250ms, 5s or 2m.')
}

/** A whole number from `least` on. */
export const parseCount =
  (least: number) =>
  (text: string): number => {
    if (/^\d{1,15}$/.test(text) && Number(text) >= least) return Number(text)
    throw new InvalidArgumentError(`It must be a whole number from ${least} on.`)
  }
