import type { Client } from './client.ts'
import type { Connection } from './generated/client.ts'
import type { JournalBatch } from './journal-batch.ts'
import { newestSeq } from './journal-queries.ts'
import type { ConnectionQuery, ConnectionRow } from './rows.ts'

/** Writes the rows by one statement; a later row of the same connection wins. Needs a transaction. */
export async function upsertConnections(client: Client, { connections }: JournalBatch): Promise<void> {
  if (connections === '[]') return
  await client.$executeRaw`
    INSERT INTO connections (
      id, service_id, service_name, protocol, transport, local_address, local_port, remote_address, remote_port,
      opened_at, closed_at, bytes_in, bytes_out, chunks_in, messages_in, messages_out, close_reason, error, identity)
    SELECT
      value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
      value ->> 8, value ->> 9, value ->> 10, value ->> 11, value ->> 12, value ->> 13, value ->> 14, value ->> 15,
      value ->> 16, value ->> 17, value ->> 18
    FROM json_each(${connections})
    WHERE true
    ON CONFLICT (id) DO UPDATE SET
      closed_at = excluded.closed_at, bytes_in = excluded.bytes_in, bytes_out = excluded.bytes_out,
      chunks_in = excluded.chunks_in, messages_in = excluded.messages_in, messages_out = excluded.messages_out,
      close_reason = excluded.close_reason, error = excluded.error, identity = excluded.identity`
}

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
  return client.$executeRaw`
    UPDATE connections SET closed_at = max(${now}, opened_at), close_reason = 'manager-lost' WHERE closed_at IS NULL`
}

export async function listConnections(client: Client, query: ConnectionQuery): Promise<ConnectionRow[]> {
  const { before, limit, state, serviceId } = query
  const rows = await client.connection.findMany({
    where: {
      ...(before !== undefined && { id: { lt: before } }),
      ...(serviceId !== undefined && { serviceId }),
      ...(state !== undefined && { closedAt: state === 'open' ? null : { not: null } }),
    },
    orderBy: { id: 'desc' },
    take: limit,
  })
  return rows.map(toRow)
}

export async function findConnection(client: Client, id: string): Promise<ConnectionRow | null> {
  const connection = await client.connection.findUnique({ where: { id } })
  return connection && toRow(connection)
}

function toRow(connection: Connection): ConnectionRow {
  return {
    ...connection,
    transport: connection.transport as ConnectionRow['transport'],
    closeReason: connection.closeReason as ConnectionRow['closeReason'],
    openedAt: Number(connection.openedAt),
    closedAt: connection.closedAt === null ? null : Number(connection.closedAt),
    bytesIn: Number(connection.bytesIn),
    bytesOut: Number(connection.bytesOut),
    chunksIn: Number(connection.chunksIn),
    messagesIn: Number(connection.messagesIn),
    messagesOut: Number(connection.messagesOut),
  }
}
