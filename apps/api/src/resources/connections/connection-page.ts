import type { ConnectionRecord } from '@switchboard/netcore'
import type { ConnectionQuery, Finding } from '@switchboard/store'
import type { Reach } from '../../access/reach.ts'
import { invalid } from '../../problem.ts'
import { pageOf } from '../page.ts'
import { matcherOf } from './matcher-of.ts'

type Open = Reach['open']
type Query = ConnectionQuery & { finding: Finding | null }

/**
 * One page of connections. Of open ones the store knows how they began, netcore how they stand: where only open ones are
 * asked for, a filter sees the latter.
 */
export async function connectionPage(
  { connections, open }: Pick<Reach, 'connections' | 'open'>,
  query: Query,
): Promise<{ rows: ConnectionRecord[]; next: string | null }> {
  if (query.before !== undefined && query.after !== undefined) {
    throw invalid([{ path: '/after', message: 'cannot go with /before: name one of them' }])
  }
  const { finding, ...of } = query
  if (finding && query.state === 'open') return openPage(open, { ...query, finding })
  if (finding) {
    const { rows, next } = await connections.find({ ...of, ...finding })
    return { rows: rows.map((row) => open.get(row.id) ?? row), next }
  }
  const oneMore = await connections.list({ ...of, limit: query.limit + 1 })
  return rowsAndNext(
    oneMore.map((row) => open.get(row.id) ?? row),
    query.limit,
  )
}

function openPage(open: Open, { finding, limit, before, after, serviceId }: Query & { finding: Finding }) {
  const found = openMatching(open, { finding, serviceId })
    .filter(({ id }) => (before === undefined || id < before) && (after === undefined || id > after))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  return rowsAndNext((after === undefined ? found.reverse() : found).slice(0, limit + 1), limit)
}

function openMatching(
  open: Open,
  { finding, serviceId }: { finding: Finding; serviceId?: string | undefined },
) {
  const matches = matcherOf(finding)
  return open
    .list()
    .filter((record) => (serviceId === undefined || record.serviceId === serviceId) && matches(record))
}

/** How many connections there are; of past ones what a quarter of a second tells. */
export async function aboutConnections(
  { connections, open }: Pick<Reach, 'connections' | 'open'>,
  query: Omit<ConnectionQuery, 'limit'> & { finding: Finding },
): Promise<number> {
  if (query.state === 'open') return openMatching(open, query).length
  const { finding, ...of } = query
  return (await connections.count({ ...of, ...finding })).count
}

function rowsAndNext(oneMore: ConnectionRecord[], limit: number) {
  const { items, next } = pageOf(oneMore, limit, ({ id }) => id)
  return { rows: items, next }
}
