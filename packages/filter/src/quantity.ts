/** Numbers beyond this are not told apart any more. */
const LARGEST = 9e15

const SIZES: Record<string, number> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 }

const TIMES: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** `80`; null for what is no whole number. */
export const parseCount = (text: string): number | null => (/^\d+$/.test(text) ? within(Number(text)) : null)

/** `512`, `4k`, `1.5m`, `2GiB` in bytes: powers of 1,024; null for what has no unit that fits. */
export function parseBytes(text: string): number | null {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)([bkmgt]?)(?:i?b)?$/i.exec(text) ?? []
  const size = SIZES[unit.toLowerCase() || 'b']
  return amount === undefined || size === undefined ? null : within(Math.round(Number(amount) * size))
}

/** `250ms`, `1.5s`, `15m`, `2h`, `7d`, `1w` in milliseconds; null for what has no unit that fits. */
export function parseDuration(text: string): number | null {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)([a-z]+)$/i.exec(text) ?? []
  const time = TIMES[unit.toLowerCase()]
  return amount === undefined || time === undefined ? null : within(Math.round(Number(amount) * time))
}

const within = (value: number) => (value <= LARGEST ? value : null)

/** `4k` for 4,096: the largest unit that needs no fraction. */
export const formatBytes = (bytes: number): string =>
  inUnit(bytes, ['t', 'g', 'm', 'k', ''], { ...SIZES, '': 1 })

/** `15m` for 900,000. */
export const formatDuration = (ms: number): string => inUnit(ms, ['d', 'h', 'm', 's', 'ms'], TIMES)

/** The last unit is that of the value itself. */
function inUnit(value: number, units: string[], sizes: Record<string, number>): string {
  const fits = (unit: string) => value !== 0 && value % (sizes[unit] ?? 1) === 0
  const unit = units.find(fits) ?? units.at(-1) ?? ''
  return `${value / (sizes[unit] ?? 1)}${unit}`
}
