import { plural } from '../../format/number.ts'
import { formatMoment } from '../../format/time.ts'
import { formatAge } from '../../format/duration.ts'
import { sumOf, type Bucket, type Buckets } from './buckets.ts'

/** `09:05:00`. */
export const momentInWords = (ms: number) => formatMoment(new Date(ms).toISOString())

/** `09:05:00 to 09:05:10`. */
export const spanInWords = ({ from, to }: { from: number; to: number }) =>
  `${momentInWords(from)} to ${momentInWords(to)}`

/** `1,204 entries, 2 warnings, 1 error`. */
export function bucketInWords(bucket: Bucket): string {
  const { warning, error } = bucket
  const parts = [plural(sumOf(bucket), ['# entry', '# entries'])]
  if (warning > 0) parts.push(plural(warning, ['# warning', '# warnings']))
  if (error > 0) parts.push(plural(error, ['# error', '# errors']))
  return parts.join(', ')
}

/** What a bar stands for, and the highest of them. */
export function scaleInWords({ list, width }: Buckets): string {
  const most = Math.max(...list.map(sumOf))
  return `Each bar is ${formatAge(width)}; the highest has ${plural(most, ['# entry', '# entries'])}.`
}
