import type { JournalHistogram, Severity } from '@switchboard/contract'

/** How many entries of each severity there are of a stretch of time. */
export type Bucket = Record<Severity, number>

/** Buckets one after the other: the first begins at `from`, milliseconds since the epoch, and each is `width` long. */
export type Buckets = { from: number; width: number; list: readonly Bucket[] }

const empty = (): Bucket => ({ info: 0, warning: 0, error: 0 })

export const emptyBuckets = (from: number, width: number, count: number): Buckets => ({
  from,
  width,
  list: Array.from({ length: count }, empty),
})

export const sumOf = ({ info, warning, error }: Bucket) => info + warning + error

/** When a bucket begins, which is when the one before it ends. */
export const beginOf = ({ from, width }: Buckets, index: number) => from + index * width

/** Begin, middle and end. */
export const edgesOf = (buckets: Buckets) =>
  [0, 0.5, 1].map((share) => beginOf(buckets, share * buckets.list.length))

/** With what the manager has counted, which began no earlier. */
export function withCounted(buckets: Buckets, counted: JournalHistogram): Buckets {
  const add = (bucket: Bucket, index: number): Bucket => ({
    info: bucket.info + (counted.info[index] ?? 0),
    warning: bucket.warning + (counted.warning[index] ?? 0),
    error: bucket.error + (counted.error[index] ?? 0),
  })
  return { ...buckets, list: buckets.list.map(add) }
}

/** With one more entry, as far as there is a bucket for it; changes the list. */
export function addTo({ from, width, list }: Buckets, at: number, severity: Severity): void {
  const bucket = list[Math.floor((at - from) / width)]
  if (bucket) bucket[severity] += 1
}

/** The same number of buckets, of which the last one is that of `now`: the oldest go. */
export function movedTo(buckets: Buckets, now: number): Buckets {
  const { from, width, list } = buckets
  const ahead = Math.floor((now - from) / width) - (list.length - 1)
  if (ahead <= 0) return buckets
  const fresh = Array.from({ length: Math.min(ahead, list.length) }, empty)
  return { from: from + ahead * width, width, list: [...list.slice(ahead), ...fresh] }
}

/** From the first bucket to the end of the last. */
export const spanOf = (buckets: Buckets, { first, last }: { first: number; last: number }) => ({
  from: beginOf(buckets, first),
  to: beginOf(buckets, last + 1),
})

/** What several of them hold together, both ends inclusive. */
export function together({ list }: Buckets, { first, last }: { first: number; last: number }): Bucket {
  const sum = empty()
  for (const { info, warning, error } of list.slice(first, last + 1)) {
    sum.info += info
    sum.warning += warning
    sum.error += error
  }
  return sum
}
