import { PageQuery, type JournalEntry, type Page } from '@switchboard/contract'
import type { EntryFinding, Store } from '@switchboard/store'
import { Type, type Static } from 'typebox'
import { invalid } from '../../problem.ts'
import { FilterText } from '../filter-query.ts'
import { pageOf } from '../page.ts'
import { presentEntry } from './journal.presenter.ts'

/** `before` reads back into the past, newest first; `after` forward, oldest first. */
export const JournalQuery = Type.Object(
  {
    limit: PageQuery.properties.limit,
    before: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'Entries older than this seq, newest first (the default order).',
      }),
    ),
    after: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'Entries newer than this seq, oldest first; `next` is the next `after`.',
      }),
    ),
    filter: Type.Optional(FilterText),
  },
  { additionalProperties: false },
)
export type JournalQuery = Static<typeof JournalQuery>

/** What one page is about. `finding`: only entries that pass its filter. */
type Of = { serviceId?: string; connectionId?: string; type?: string; finding: EntryFinding | null }

/** One page of the journal, or of what `of` narrows it to. Throws `validation-failed` and what the store throws. */
export async function journalPage(
  journal: Pick<Store['journal'], 'list' | 'find'>,
  { limit, before, after }: Omit<JournalQuery, 'filter'>,
  { finding, ...of }: Of,
): Promise<Page<JournalEntry>> {
  if (before !== undefined && after !== undefined) {
    throw invalid([{ path: '/after', message: 'cannot go with /before: name one of them' }])
  }
  const bounds = { ...(before !== undefined && { before }), ...(after !== undefined && { after }) }
  if (finding) {
    const { rows, next } = await journal.find({ limit, ...bounds, ...of, ...finding })
    return { items: rows.map(presentEntry), next: next === null ? null : String(next) }
  }
  const rows = await journal.list({ limit: limit + 1, ...bounds, ...of })
  return pageOf(rows.map(presentEntry), limit, ({ seq }) => String(seq))
}
