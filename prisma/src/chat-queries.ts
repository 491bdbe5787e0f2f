import type { Client } from './client.ts'
import { toJournalRow } from './journal-queries.ts'
import type { ChatThread, JournalRow } from './rows.ts'

/** Notes that a thread was read up to `seq`; what was read stays read. */
export async function markChatRead(client: Client, connectionId: string, seq: number): Promise<void> {
  await client.$executeRaw`
    INSERT INTO chat_reads (connection_id, seq) VALUES (${connectionId}, ${BigInt(seq)})
    ON CONFLICT (connection_id) DO UPDATE SET seq = max(seq, excluded.seq)`
}

/** Threads with messages of their callers that nobody has read. */
export async function unreadChats(client: Client): Promise<ChatThread[]> {
  const rows = await client.$queryRaw<
    { connection_id: string; service_id: string; unread: bigint; newest: bigint }[]
  >`
    SELECT chat.connection_id, connections.service_id, chat.unread, chat.newest
    FROM (
      SELECT journal.connection_id, count(*) AS unread, max(journal.seq) AS newest
      FROM journal INDEXED BY journal_chat_idx LEFT JOIN chat_reads USING (connection_id)
      WHERE type = 'chat.message' AND direction = 'in' AND journal.seq > coalesce(chat_reads.seq, 0)
      GROUP BY journal.connection_id
    ) AS chat JOIN connections ON connections.id = chat.connection_id`
  return rows.map((row) => ({
    connectionId: row.connection_id,
    serviceId: row.service_id,
    unread: Number(row.unread),
    newest: Number(row.newest),
  }))
}

/** How many messages of the caller, up to the one with `seq`, nobody has read. */
export async function countUnread(client: Client, connectionId: string, seq: number): Promise<number> {
  const [row] = await client.$queryRaw<{ unread: bigint }[]>`
    SELECT count(*) AS unread FROM journal INDEXED BY journal_chat_idx
    WHERE type = 'chat.message' AND direction = 'in' AND connection_id = ${connectionId} AND seq <= ${BigInt(seq)}
      AND seq > coalesce((SELECT seq FROM chat_reads WHERE connection_id = ${connectionId}), 0)`
  return Number(row?.unread ?? 0)
}

/** The newest message of each thread, in no order; threads without one are left out. */
export async function lastChatMessages(client: Client, connectionIds: string[]): Promise<JournalRow[]> {
  const rows = await client.$queryRaw<{ seq: bigint }[]>`
    SELECT max(seq) AS seq FROM journal INDEXED BY journal_chat_idx
    WHERE type = 'chat.message' AND connection_id IN (SELECT value FROM json_each(${JSON.stringify(connectionIds)}))
    GROUP BY connection_id`
  const entries = await client.journalEntry.findMany({
    where: { seq: { in: rows.map(({ seq }) => Number(seq)) } },
  })
  return entries.map(toJournalRow)
}
