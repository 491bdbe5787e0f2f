import { Timestamp } from '@switchboard/contract'
import type { TimeSpan } from '@switchboard/store'
import { Type } from 'typebox'
import { invalid } from '../../problem.ts'

/** Bounds by time, as parameters. */
export const timeSpanQuery = {
  from: Type.Optional({ ...Timestamp, description: 'Only entries of this moment and later.' }),
  to: Type.Optional({ ...Timestamp, description: 'Only entries from before this moment.' }),
}

export type Span = { from?: string | undefined; to?: string | undefined }

/** Throws `validation-failed` where `to` is not after `from`. */
export function timeSpan({ from, to }: Span): TimeSpan {
  const span: TimeSpan = {
    ...(from !== undefined && { from: Date.parse(from) }),
    ...(to !== undefined && { to: Date.parse(to) }),
  }
  if (span.from !== undefined && span.to !== undefined && span.to <= span.from) {
    throw invalid([{ path: '/to', message: `${to} is not after /from, ${from}: name a later time` }])
  }
  return span
}
