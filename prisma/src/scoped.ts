import type { Scope } from './rows.ts'

type Query = Scope & { serviceId?: string; limit: number; after?: unknown }

/**
 * A page of the services in scope, merged of a page of each: SQLite would read all rows of several services to put them in
 * order, and of one it reads as many as it answers.
 */
export async function scoped<Of extends Query, Row>(
  { serviceIds, ...query }: Of,
  list: (query: Omit<Of, 'serviceIds'>) => Promise<Row[]>,
  keyOf: (row: Row) => string | number,
): Promise<Row[]> {
  if (serviceIds === undefined) return list(query)
  const wanted = serviceIds.filter((id) => query.serviceId === undefined || id === query.serviceId)
  const pages = await Promise.all(wanted.map((serviceId) => list({ ...query, serviceId })))
  const direction = query.after === undefined ? -1 : 1
  const inOrder = (a: Row, b: Row) => (keyOf(a) < keyOf(b) ? -direction : direction)
  return pages.flat().sort(inOrder).slice(0, query.limit)
}
