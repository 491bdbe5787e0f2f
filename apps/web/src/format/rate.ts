import { region } from '../language/language.ts'
import { formatBytes } from './bytes.ts'

const formats = [0, 1, 2].map((digits) => new Intl.NumberFormat(region, { maximumFractionDigits: digits }))

/** `0.25`, `4.2`, `1,204`: three digits or so, as a rate is never exact. */
export function formatAbout(value: number): string {
  const digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0
  return formats[digits]?.format(value) ?? ''
}

/** `4.2/s`. */
export const formatRate = (perSecond: number) => `${formatAbout(perSecond)}/s`

/** `1.4 KiB/s`. */
export const formatByteRate = (perSecond: number) => `${formatBytes(perSecond)}/s`
