import type { JournalEntry, Page } from '@switchboard/contract'
import type { Rest } from '../support/rest.ts'

const MOST = 500

/** Every entry of the journal, oldest first, of one service where one is named. */
export async function readJournal(rest: Rest, serviceId?: string): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = []
  for (let after = 0; ;) {
    const { body } = await rest.get<Page<JournalEntry>>(`/journal?limit=${MOST}&after=${after}`)
    entries.push(...body.items.filter((entry) => serviceId === undefined || entry.serviceId === serviceId))
    if (body.items.length < MOST) return entries
    after = body.items.at(-1)?.seq ?? after
  }
}

export async function countEntries(rest: Rest, type: string, serviceId?: string): Promise<number> {
  return (await readJournal(rest, serviceId)).filter((entry) => entry.type === type).length
}

/** What the journal tells of a service's connections. */
export async function tally(rest: Rest, serviceId: string) {
  const entries = await readJournal(rest, serviceId)
  const of = (type: string) => entries.filter((entry) => entry.type === type)
  const ids = (type: string) => new Set(of(type).map(({ connectionId }) => connectionId)).size
  const refused = of('connection.refused').reduce((sum, { detail }) => sum + Number(detail?.count), 0)
  return { opened: ids('connection.opened'), closed: ids('connection.closed'), refused }
}
