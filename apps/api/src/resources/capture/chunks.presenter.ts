import type { Chunk } from '@switchboard/contract'
import type { ChunkRow, Store } from '@switchboard/store'

/** The chunks of a page, each with the ends of the messages in it. */
export async function presentChunks(
  capture: Pick<Store['capture'], 'messageEnds'>,
  connectionId: string,
  chunks: ChunkRow[],
): Promise<Chunk[]> {
  const ends = { in: await endsOf('in'), out: await endsOf('out') }
  const taken = { in: 0, out: 0 }
  return chunks.map((chunk) => {
    const { direction, offset, bytes } = chunk
    const own: number[] = []
    for (let end; (end = ends[direction][taken[direction]]) !== undefined; taken[direction]++) {
      if (end > offset + bytes.length) break
      // What ends where this chunk begins ended in the one before, but for a datagram without a byte.
      if (end > offset || bytes.length === 0) own.push(end - offset)
    }
    return presentChunk(chunk, own)
  })

  async function endsOf(direction: 'in' | 'out'): Promise<number[]> {
    const same = chunks.filter((chunk) => chunk.direction === direction)
    const [first, last] = [same[0], same.at(-1)]
    if (!first || !last) return []
    const to = last.offset + last.bytes.length
    return capture.messageEnds({ connectionId, direction, from: first.offset, to })
  }
}

function presentChunk({ ordinal, at, direction, offset, bytes }: ChunkRow, messageEnds: number[]): Chunk {
  const { length } = bytes
  return {
    ordinal,
    at: microsecondTimestamp(at),
    direction,
    offset,
    bytes: length,
    base64: Buffer.from(bytes.buffer, bytes.byteOffset, length).toString('base64'),
    messageEnds,
  }
}

/** ISO 8601 with six digits; `at` is in microseconds since the epoch. */
function microsecondTimestamp(at: number): string {
  const micros = String(at % 1000).padStart(3, '0')
  return new Date(Math.floor(at / 1000)).toISOString().replace('Z', `${micros}Z`)
}
