import type { FileFacts } from '@switchboard/filter/match'
import { fileMatcher } from '@switchboard/filter/match'
import type { FileRow, Finding } from '@switchboard/store'
import type { Reach } from '../../access/reach.ts'
import type { FileSequence } from './file-order.ts'

/** A request with a filter looks for so long (milliseconds). */
const PATIENCE_MS = 250

/** Files that are looked at in one go: what a filter lets through may be few. */
const SLICE = 500

type Query = {
  limit: number
  before: string | undefined
  serviceId: string | undefined
  sequence: FileSequence
  finding: Finding | null
}

/** One page of files. With a filter `next` may be there though the page is short: then there is more to look at. */
export async function filePage(
  files: Reach['files'],
  { limit, before, serviceId, sequence, finding }: Query,
): Promise<{ rows: FileRow[]; next: string | null }> {
  const passes = finding ? matcherOf(finding) : () => true
  const most = finding ? SLICE : limit
  const until = performance.now() + PATIENCE_MS
  const rows: FileRow[] = []
  for (let cursor = before; ;) {
    const query = { ...sequence.query(cursor), ...(serviceId !== undefined && { serviceId }) }
    const slice = await files.list({ ...query, limit: most + 1 })
    for (const file of slice.slice(0, most)) {
      cursor = sequence.cursor(file)
      if (passes(file)) rows.push(file)
      if (rows.length === limit) return { rows, next: slice.at(-1) === file ? null : cursor }
    }
    if (slice.length <= most) return { rows, next: null }
    if (performance.now() > until) return { rows, next: cursor ?? null }
  }
}

function matcherOf({ filter, services, now }: Finding): (file: FileFacts) => boolean {
  const byId = new Map(services.map((service) => [service.id, service]))
  return fileMatcher(filter, { serviceOf: (id) => byId.get(id), now: () => now })
}
