import type { Connection, JournalEntry, Page, Service } from '@switchboard/contract'
import { setTimeout as pause } from 'node:timers/promises'
import type { Verdict } from '../bar.ts'
import type { RunningPeer } from '../peer.ts'

const PATIENCE_MS = 30_000

type Api = NonNullable<RunningPeer['api']>

/** What the API says of a service's connections, counted one by one. */
type Count = { total: number; refused: number; rows: number; opened: number; closed: number }

/** Compares what the client did with the service's total, the rows of its connections and the journal's entries. */
export async function everyoneOnRecord(name: string, { api }: RunningPeer, made: number): Promise<Verdict> {
  const text = `${name}: every one of ${made.toLocaleString('en')} connections on record`
  if (api === null) return { text, value: 'not measured', met: null }
  const end = performance.now() + PATIENCE_MS
  let count = await countRecord(api)
  while (!agrees(count, made) && performance.now() < end) {
    await pause(500) // the record is written in batches
    count = await countRecord(api)
  }
  const { total, rows, opened, closed } = count
  const value = `total ${total}, rows ${rows}, opened ${opened}, closed ${closed}`
  return { text, value, met: agrees(count, made) }
}

const agrees = ({ total, refused, rows, opened, closed }: Count, made: number) =>
  refused === 0 && [total, rows, opened, closed].every((count) => count === made)

async function countRecord(api: Api): Promise<Count> {
  const { body: service } = await api.rest.get<Service>(`/services/${api.serviceId}`)
  const { totalConnections: total, refusedConnections: refused } = service.stats
  const rows = new Set<string>()
  const closed = `/connections?state=closed&service=${api.serviceId}`
  for await (const { id } of items<Connection>(api, closed, 'before')) rows.add(id)
  return { total, refused, rows: rows.size, ...(await countEntries(api)) }
}

/** A connection with two entries of a kind would count once, and so would not hide one without. */
async function countEntries(api: Api): Promise<{ opened: number; closed: number }> {
  const opened = new Set<string | null>()
  const closed = new Set<string | null>()
  for await (const entry of items<JournalEntry>(api, `/journal?service=${api.serviceId}`, 'after', '0')) {
    if (entry.type === 'connection.opened') opened.add(entry.connectionId)
    if (entry.type === 'connection.closed') closed.add(entry.connectionId)
  }
  return { opened: opened.size, closed: closed.size }
}

/** Everything a list has, page by page. */
async function* items<Item>(
  { rest }: Api,
  path: string,
  cursor: 'before' | 'after',
  start: string | null = null,
) {
  let next = start
  do {
    const page: Page<Item> = (
      await rest.get<Page<Item>>(`${path}&limit=500${next === null ? '' : `&${cursor}=${next}`}`)
    ).body
    yield* page.items
    next = page.next
  } while (next !== null)
}
