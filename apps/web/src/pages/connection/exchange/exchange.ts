import type { Chunk } from '@switchboard/contract'
import { microsOf } from '../../../format/time.ts'

/** A chunk as it is shown: with what comes before it. */
export type ShownChunk = Chunk & {
  /** Microseconds since the chunk before, either way; null for the first. */
  sinceMicros: number | null
  /** Bytes that went the same way before it and were not captured. */
  missing: number
}

/** How the bytes of chunks are shown. */
export const VIEWS = ['text', 'hex', 'base64'] as const
export type View = (typeof VIEWS)[number]

/** All chunks from the first one on, in order. */
export function shownChunks(chunks: readonly Chunk[]): ShownChunk[] {
  const next = { in: 0, out: 0 }
  return chunks.map((chunk, index) => {
    const { direction, offset, bytes } = chunk
    const missing = Math.max(0, offset - next[direction])
    next[direction] = offset + bytes
    const before = chunks[index - 1]
    return { ...chunk, missing, sinceMicros: before ? microsOf(chunk.at) - microsOf(before.at) : null }
  })
}

/** `+12 µs`, `+3.4 ms`, `+1.20 s`. */
export function formatSince(micros: number): string {
  if (micros < 1000) return `+${micros} µs`
  if (micros < 1_000_000) return `+${(micros / 1000).toFixed(1)} ms`
  return `+${(micros / 1_000_000).toFixed(2)} s`
}

/** Text up to the end of a message, or of the chunk. `breaks`: a line break followed, which is not in it any more. */
type TextPiece = { text: string; ends: boolean; breaks: boolean }

/** The bytes as text, cut where messages end. */
export function textPieces(bytes: Uint8Array, messageEnds: readonly number[]): TextPiece[] {
  const cuts = messageEnds.filter((end) => end <= bytes.length)
  const decode = (from: number, to?: number) => new TextDecoder().decode(bytes.subarray(from, to))
  const pieces = cuts.map((end, index) => {
    const text = decode(cuts[index - 1] ?? 0, end)
    return { text: text.replace(/\r?\n$/, ''), ends: true, breaks: text.endsWith('\n') }
  })
  const last = cuts.at(-1) ?? 0
  return last < bytes.length ? [...pieces, { text: decode(last), ends: false, breaks: false }] : pieces
}
