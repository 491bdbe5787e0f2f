import type { ChunkQuery, ChunkRow, Store } from '@switchboard/store'

/** One page is in memory at a time. */
const PAGE = { limit: 500, maxBytes: 1_048_576 }

/** What was captured of a connection so far, page by page; of one direction if it is given. */
export async function* chunkPages(
  capture: Pick<Store['capture'], 'chunks'>,
  of: Pick<ChunkQuery, 'connectionId' | 'direction'>,
): AsyncGenerator<ChunkRow[], void> {
  for (let after = -1; ;) {
    const chunks = await capture.chunks({ ...of, ...PAGE, after })
    const last = chunks.at(-1)
    if (!last) return
    yield chunks
    after = last.ordinal
  }
}
