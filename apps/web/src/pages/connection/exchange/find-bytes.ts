import { readText } from '../../../format/escaped-text.ts'
import { readHex } from '../../../format/hex-text.ts'
import type { Typed } from '../../../format/typed.ts'
import type { Direction, Piece } from './piece.ts'

/** Where the bytes looked for stand in their direction, from `offset` to before `end`. */
export type Match = { direction: Direction; ordinal: number; offset: number; end: number }

/** More are not counted. */
export const MOST_MATCHES = 10_000

const HEX = /^hex:/i

/** What to look for: text with escapes such as `\r\n` and `\xff`, or bytes as `hex: de ad`. */
export function readNeedle(typed: string): Typed {
  return HEX.test(typed) ? readHex(typed.replace(HEX, '')) : readText(typed)
}

type Tail = { bytes: Uint8Array; offset: number; ordinals: { ordinal: number; offset: number }[] }

/**
 * All places of `needle`, in the order in which they came, none over another. Over the borders of chunks as well: a
 * stream has none; `isDatagram`: not over those.
 */
export function findBytes(pieces: readonly Piece[], needle: Uint8Array, isDatagram: boolean): Match[] {
  const matches: Match[] = []
  if (needle.length === 0) return matches
  const tails: Partial<Record<Direction, Tail>> = {}
  for (const piece of pieces) {
    const { direction, offset } = piece
    const tail = tails[direction]
    const goesOn = tail !== undefined && !isDatagram && tail.offset + tail.bytes.length === offset
    const text = joined(goesOn ? tail : null, piece)
    const reached = findIn(text, direction, needle, matches)
    if (matches.length >= MOST_MATCHES) break
    tails[direction] = tailOf(text, Math.max(reached, text.bytes.length - needle.length + 1))
  }
  return matches
}

function joined(tail: Tail | null, { ordinal, offset, bytes }: Piece): Tail {
  if (!tail) return { bytes, offset, ordinals: [{ ordinal, offset }] }
  const both = new Uint8Array(tail.bytes.length + bytes.length)
  both.set(tail.bytes)
  both.set(bytes, tail.bytes.length)
  return { bytes: both, offset: tail.offset, ordinals: [...tail.ordinals, { ordinal, offset }] }
}

/** Adds what is found, and answers how far the bytes are used up. */
function findIn(
  { bytes, offset, ordinals }: Tail,
  direction: Direction,
  needle: Uint8Array,
  matches: Match[],
) {
  let used = 0
  for (let at = indexOf(bytes, needle, 0); at !== -1; at = indexOf(bytes, needle, used)) {
    const start = offset + at
    const ordinal = ordinals.findLast((one) => one.offset <= start)?.ordinal ?? 0
    matches.push({ direction, ordinal, offset: start, end: start + needle.length })
    used = at + needle.length
    if (matches.length >= MOST_MATCHES) break
  }
  return used
}

/** What may be the beginning of a match that the next chunk ends. */
function tailOf({ bytes, offset, ordinals }: Tail, from: number): Tail {
  const start = offset + from
  const first = ordinals.findLastIndex((one) => one.offset <= start)
  return { bytes: bytes.subarray(from), offset: start, ordinals: ordinals.slice(Math.max(0, first)) }
}

/** Where `needle` is in `bytes`, at `from` or later; -1: nowhere. */
function indexOf(bytes: Uint8Array, needle: Uint8Array, from: number): number {
  const [first = 0] = needle
  const last = bytes.length - needle.length
  for (let at = bytes.indexOf(first, from); at !== -1 && at <= last; at = bytes.indexOf(first, at + 1)) {
    if (needle.every((byte, index) => bytes[at + index] === byte)) return at
  }
  return -1
}
