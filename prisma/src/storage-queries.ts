import type { Client } from './client.ts'
import type { StorageUse } from './rows.ts'

/** What is kept at the moment, told without counting. */
export async function storageUse(client: Client): Promise<StorageUse> {
  const [pages] = await client.$queryRaw<{ size: bigint; count: bigint; free: bigint }[]>`
    SELECT page_size AS size, page_count AS count, freelist_count AS free
    FROM pragma_page_size, pragma_page_count, pragma_freelist_count`
  const [oldest] = await client.$queryRaw<{ seq: bigint; at: bigint }[]>`
    SELECT seq, at FROM journal ORDER BY seq LIMIT 1`
  const [newest] = await client.$queryRaw<
    { seq: bigint }[]
  >`SELECT seq FROM journal ORDER BY seq DESC LIMIT 1`
  const size = Number(pages?.size ?? 0)
  const bytes = size * Number(pages?.count ?? 0)
  return {
    bytes: bytes - size * Number(pages?.free ?? 0),
    fileBytes: bytes,
    entries: oldest && newest ? Number(newest.seq - oldest.seq) + 1 : 0,
    oldestAt: oldest ? Number(oldest.at) : null,
  }
}
