import type { CaptureBatch, ChunkValues, EndValues } from '@switchboard/journal'

type Said = { ordinal: number; bytes: string; direction?: 'in' | 'out'; offset?: number }

/** Chunks of a connection; `ends` are offsets of what came in. */
export function captureBatch(connectionId: string, said: Said[], ends: number[] = []): CaptureBatch {
  const chunks = said.map(({ ordinal, bytes, direction = 'in', offset = 0 }): ChunkValues => {
    return [
      connectionId,
      ordinal,
      1_795_239_402_511_000 + ordinal,
      direction,
      offset,
      Buffer.byteLength(bytes),
    ]
  })
  return {
    bytes: Buffer.from(said.map(({ bytes }) => bytes).join('')),
    chunks: JSON.stringify(chunks),
    ends: JSON.stringify(ends.map((end): EndValues => [connectionId, 'in', end])),
  }
}
