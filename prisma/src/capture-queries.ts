import type { Client } from './client.ts'
import type { ChunkQuery, ChunkRow, MessageEndQuery } from './rows.ts'

/** What was captured of a connection, in the order in which it passed. */
export async function listChunks(client: Client, query: ChunkQuery): Promise<ChunkRow[]> {
  const { connectionId, after, direction } = query
  const through = await lastWithin(client, query)
  if (through === undefined) return []
  const chunks = await client.chunk.findMany({
    where: { connectionId, ordinal: { gt: after, lte: through }, ...(direction && { direction }) },
    orderBy: { ordinal: 'asc' },
  })
  return chunks.map(({ ordinal, at, offset, bytes, direction }) => ({
    ordinal,
    at: Number(at),
    direction: direction as ChunkRow['direction'],
    offset: Number(offset),
    bytes,
  }))
}

/** The ordinal with which a page ends: of the rows it may have, and of the bytes, but for the first chunk. */
async function lastWithin(client: Client, query: ChunkQuery): Promise<number | undefined> {
  const { connectionId, after, direction = null, limit, maxBytes } = query
  // The length of a blob is in the row's head: the bytes stay on the disk.
  const rows = await client.$queryRaw<{ ordinal: bigint | number; length: bigint | number }[]>`
    SELECT ordinal, length(bytes) AS length FROM chunks
    WHERE connection_id = ${connectionId} AND ordinal > ${after} AND (${direction} IS NULL OR direction = ${direction})
    ORDER BY ordinal LIMIT ${limit}`
  let bytes = 0
  const beyond = rows.findIndex(({ length }) => (bytes += Number(length)) > maxBytes)
  const last = beyond === -1 ? rows.at(-1) : rows[Math.max(0, beyond - 1)]
  return last && Number(last.ordinal)
}

/** Where messages ended, in this order. */
export async function listMessageEnds(client: Client, query: MessageEndQuery): Promise<number[]> {
  const { connectionId, direction, from, to } = query
  const ends = await client.messageEnd.findMany({
    where: { connectionId, direction, end: { gte: from, lte: to } },
    orderBy: { end: 'asc' },
  })
  return ends.map(({ end }) => Number(end))
}
