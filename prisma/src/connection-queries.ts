import type { ConnectionRecord } from '@switchboard/journal'
import type { Client } from './client.ts'
import type { Connection } from './generated/client.ts'
import { SPAN_ENTRIES } from './journal-index.ts'
import { newestSeq } from './journal-queries.ts'
import type { ConnectionQuery } from './rows.ts'

/**
 * Closes on record what is still open, with one `connection.closed` entry each: whoever carried them is gone.
 * `at` is never before the opening, whatever the clock did. Answers how many. Needs a transaction.
 */
export async function closeLostConnections(client: Client, at: number): Promise<number> {
  const newest = BigInt(await newestSeq(client))
  const now = BigInt(at)
  await client.$executeRaw`
    INSERT INTO journal (
      seq, at, type, severity, service_id, service_name, connection_id, transport, remote_address, remote_port,
      bytes, detail)
    SELECT
      ${newest} + row_number() OVER (ORDER BY id), max(${now}, opened_at), 'connection.closed', 'warning',
      service_id, service_name, id, transport, remote_address, remote_port, bytes_in + bytes_out,
      json_object(
        'reason', 'manager-lost', 'durationMs', max(${now}, opened_at) - opened_at, 'bytesIn', bytes_in,
        'bytesOut', bytes_out, 'chunksIn', chunks_in, 'messagesIn', messages_in, 'messagesOut', messages_out)
    FROM connections WHERE closed_at IS NULL`
  await client.$executeRaw`
    INSERT INTO journal_spans (block, oldest, newest)
    SELECT seq / ${BigInt(SPAN_ENTRIES)}, min(at), max(at) FROM journal WHERE seq > ${newest} GROUP BY 1
    ON CONFLICT (block) DO UPDATE SET oldest = min(oldest, excluded.oldest), newest = max(newest, excluded.newest)`
  return client.$executeRaw`
    UPDATE connections SET closed_at = max(${now}, opened_at), close_reason = 'manager-lost' WHERE closed_at IS NULL`
}

export async function listConnections(client: Client, query: ConnectionQuery): Promise<ConnectionRecord[]> {
  const { before, after, limit, state, serviceId } = query
  const rows = await client.connection.findMany({
    where: {
      ...((before ?? after) !== undefined && {
        id: { ...(before !== undefined && { lt: before }), ...(after !== undefined && { gt: after }) },
      }),
      ...(serviceId !== undefined && { serviceId }),
      ...(state !== undefined && { closedAt: state === 'open' ? null : { not: null } }),
    },
    orderBy: { id: after === undefined ? 'desc' : 'asc' },
    take: limit,
  })
  return rows.map(toRow)
}

export async function findConnection(client: Client, id: string): Promise<ConnectionRecord | null> {
  const connection = await client.connection.findUnique({ where: { id } })
  return connection && toRow(connection)
}

function toRow(connection: Connection): ConnectionRecord {
  return {
    ...connection,
    transport: connection.transport as ConnectionRecord['transport'],
    closeReason: connection.closeReason as ConnectionRecord['closeReason'],
    openedAt: Number(connection.openedAt),
    closedAt: connection.closedAt === null ? null : Number(connection.closedAt),
    bytesIn: Number(connection.bytesIn),
    bytesOut: Number(connection.bytesOut),
    chunksIn: Number(connection.chunksIn),
    messagesIn: Number(connection.messagesIn),
    messagesOut: Number(connection.messagesOut),
  }
}
