import { microsOf } from '../../../format/time.ts'
import type { Direction, Piece } from './piece.ts'

/** What one chunk has of one message; `from` and `to` count the bytes of the chunk. */
export type Slice = {
  /** Counts the captured messages of its direction, from 1. */
  message: number
  from: number
  to: number
  /** Whether the message begins here. Not so after bytes that are missing: nobody knows. */
  begins: boolean
  /** Whether it ends here. */
  ends: boolean
}

/** A chunk over the messages found in it. */
export type CutChunk = Piece & {
  slices: Slice[]
  /** Microseconds since the chunk before, either way; null for the first. */
  sinceMicros: number | null
  /** Bytes that went the same way before it and were not captured. */
  missing: number
}

/** What a chunk gave to a message. */
export type Part = { chunk: CutChunk; from: number; to: number }

/** A message over the chunks it came in. */
export type CutMessage = {
  direction: Direction
  /** As `Slice.message`. */
  number: number
  /** Where it stands in its direction (bytes). */
  offset: number
  bytes: number
  begins: boolean
  ends: boolean
  parts: Part[]
}

type Side = { next: number; count: number; isWithin: boolean }

/**
 * How the stream was cut: all chunks from the first one on, in order, each with the messages in it. `isDatagram`: each
 * is one message, the empty one too.
 */
export function cutChunks(pieces: readonly Piece[], isDatagram = false): CutChunk[] {
  const sides = { in: newSide(), out: newSide() }
  let before: number | null = null
  return pieces.map((piece) => {
    const side = sides[piece.direction]
    const missing = Math.max(0, piece.offset - side.next)
    const slices = isDatagram ? wholeOf(piece, side) : slicesOf(piece, side, missing > 0)
    side.next = piece.offset + piece.bytes.length
    const micros = microsOf(piece.at)
    const sinceMicros = before === null ? null : micros - before
    before = micros
    return { ...piece, slices, missing, sinceMicros }
  })
}

const newSide = (): Side => ({ next: 0, count: 0, isWithin: false })

const wholeOf = ({ bytes }: Piece, side: Side): Slice[] => [
  { message: ++side.count, from: 0, to: bytes.length, begins: true, ends: true },
]

function slicesOf({ bytes, messageEnds }: Piece, side: Side, isTorn: boolean): Slice[] {
  const slices: Slice[] = []
  let from = 0
  const add = (to: number, ends: boolean) => {
    const isNew = !side.isWithin || (isTorn && from === 0)
    if (isNew) side.count++
    slices.push({ message: side.count, from, to, begins: isNew && !(isTorn && from === 0), ends })
    side.isWithin = !ends
    from = to
  }
  for (const end of messageEnds) add(end, true)
  if (from < bytes.length) add(bytes.length, false)
  return slices
}

/** The same as messages, each where its first bytes came. */
export function cutMessages(chunks: readonly CutChunk[]): CutMessage[] {
  const messages: CutMessage[] = []
  const open: Partial<Record<Direction, CutMessage>> = {}
  for (const chunk of chunks) {
    for (const slice of chunk.slices) {
      const { direction } = chunk
      const known = open[direction]
      const message = known?.number === slice.message ? known : newMessage(chunk, slice)
      if (message !== known) messages.push(message)
      message.parts.push({ chunk, from: slice.from, to: slice.to })
      message.bytes += slice.to - slice.from
      message.ends = slice.ends
      open[direction] = message
    }
  }
  return messages
}

const newMessage = ({ direction, offset }: CutChunk, { message, from, begins }: Slice): CutMessage => ({
  ...{ direction, number: message, offset: offset + from, bytes: 0, begins, ends: false, parts: [] },
})

/** The bytes of a message, put together again. */
export function bytesOf({ parts, bytes }: CutMessage): Uint8Array {
  const [only] = parts
  if (only && parts.length === 1) return only.chunk.bytes.subarray(only.from, only.to)
  const whole = new Uint8Array(bytes)
  let at = 0
  for (const { chunk, from, to } of parts) {
    whole.set(chunk.bytes.subarray(from, to), at)
    at += to - from
  }
  return whole
}
