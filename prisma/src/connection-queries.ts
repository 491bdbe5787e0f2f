import { closedEntry, type ConnectionRecord, type NewEntry } from '@switchboard/journal'
import type { Client } from './client.ts'
import type { Connection } from './generated/client.ts'
import type { ConnectionQuery } from './rows.ts'

/**
 * What closes on record the connections that are still open, with one `connection.closed` entry each: whoever carried
 * them is gone. `at` is never before the opening, whatever the clock did.
 */
export async function endOfLost(client: Client, at: number): Promise<NewEntry[]> {
  const lost = await client.connection.findMany({ where: { closedAt: null }, orderBy: { id: 'asc' } })
  return lost.map(toRow).map((row) => {
    const connection = {
      ...row,
      closedAt: Math.max(at, row.openedAt),
      closeReason: 'manager-lost',
    } satisfies ConnectionRecord
    return { ...closedEntry(connection), connection }
  })
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
