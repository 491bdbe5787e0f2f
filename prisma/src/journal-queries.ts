import type { Client } from './client.ts'
import type { JournalEntry } from './generated/client.ts'
import type { JournalQuery, JournalRow } from './rows.ts'

/** The newest `seq` ever given, 0 in an empty database. Deleting rows does not lower it. */
export async function newestSeq(client: Client): Promise<number> {
  const [row] = await client.$queryRaw<
    { seq: bigint }[]
  >`SELECT seq FROM sqlite_sequence WHERE name = 'journal'`
  return Number(row?.seq ?? 0)
}

export async function listEntries(client: Client, query: JournalQuery): Promise<JournalRow[]> {
  const { before, after, limit, serviceId, connectionId, type } = query
  const rows = await client.journalEntry.findMany({
    where: {
      seq: { ...(before !== undefined && { lt: before }), ...(after !== undefined && { gt: after }) },
      ...(serviceId !== undefined && { serviceId }),
      ...(connectionId !== undefined && { connectionId }),
      ...(type !== undefined && { type }),
    },
    orderBy: { seq: after === undefined ? 'desc' : 'asc' },
    take: limit,
  })
  return rows.map(toJournalRow)
}

export function toJournalRow(entry: JournalEntry): JournalRow {
  return {
    ...entry,
    at: Number(entry.at),
    severity: entry.severity as JournalRow['severity'],
    transport: entry.transport as JournalRow['transport'],
    direction: entry.direction as JournalRow['direction'],
    bytes: entry.bytes === null ? null : Number(entry.bytes),
    detail: entry.detail === null ? null : (JSON.parse(entry.detail) as Record<string, unknown>),
  }
}
