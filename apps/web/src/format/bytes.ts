import { formatDecimal } from './number.ts'

// @wc-ignore
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

/** `0 B`, `812 B`, `1.4 KiB`, `23 MiB`: three digits at most, powers of 1,024. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1023.5 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1
  return `${formatDecimal(value, digits)} ${UNITS[unit]}`
}
