import { formatBytes } from '../format/bytes.ts'
import { formatDuration } from '../format/duration.ts'

/** What a number counts, where typing it without a unit would mean counting zeros. */
export type Quantity = 'bytes' | 'bytes-per-second' | 'ms'

const DURATIONS: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}
const SIZES: Record<string, number> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }
const TYPED = /^(\d+(?:\.\d+)?)\s*([a-z/]*)$/i

/** The contract names units at the end of a key: `idleTimeoutMs`, `maxBytes`, `bandwidthBytesPerSecond`. */
export function quantityOf(key: string): Quantity | null {
  if (/BytesPerSecond$/.test(key)) return 'bytes-per-second'
  if (/Bytes$/.test(key)) return 'bytes'
  return /Ms$/.test(key) ? 'ms' : null
}

/** `64k` → 65536, `1.5 MiB/s` → 1572864, `5 min` → 300000; undefined for what has no unit that fits. */
export function parseQuantity(quantity: Quantity, typed: string): number | undefined {
  const [, digits = '', word = ''] = TYPED.exec(typed.trim()) ?? []
  const unit = word.toLowerCase()
  const factor =
    quantity === 'ms' ? DURATIONS[unit] : SIZES[unit.replace(/\/s$/, '').replace(/(?<=[kmg])i?b$/, '')]
  return digits === '' || factor === undefined ? undefined : Math.round(Number(digits) * factor)
}

/** What the number means to a reader: `5 m 00 s`, `1.0 MiB/s`. */
export function describeQuantity(quantity: Quantity, value: number): string {
  if (quantity === 'ms') return formatDuration(value)
  return quantity === 'bytes' ? formatBytes(value) : `${formatBytes(value)}/s`
}
