import type { Connection } from '@switchboard/contract'
import { bytesOf, type CutChunk, type CutMessage, type Part } from './cut.ts'
import { CHUNK_WORDS, kindOf } from './chunk-words.ts'
import { chunkWords, messageWords } from './cut-words.ts'
import type { Direction, Piece } from './piece.ts'

type Transport = Connection['transport']

/** What the exchange is shown by: as it was read and written, or as the messages found in that. */
export const GROUPINGS = ['chunks', 'messages'] as const

export const GROUPING_WORDS = { chunks: 'Chunks', messages: 'Messages' }

/** A part of a block: a message in a chunk, or a chunk of a message. */
export type BlockPart = {
  label: string
  name: string
  bytes: number
  /** It began before the block, or goes on after it. */
  isTornBefore: boolean
  isTornAfter: boolean
  isOdd: boolean
}

/** One block of the exchange. */
export type Block = {
  key: string
  title: string
  direction: Direction
  at: string
  sinceMicros: number | null
  /** Where its first byte stands in its direction. */
  offset: number
  length: number
  bytes: () => Uint8Array
  parts: BlockPart[]
  /** Where parts end in it. */
  partEnds: number[]
  /** Those of the ends that are shown: where messages are whole, or chunks of a message meet. */
  signs: number[]
  /** How many parts it takes up, in words. */
  words: string
  /** Bytes that went the same way before it and were not captured. */
  missing: number
}

export function blockOfChunk(chunk: CutChunk, transport: Transport, isFramed: boolean): Block {
  const { ordinal, direction, at, sinceMicros, offset, bytes, slices, missing } = chunk
  const shown = isFramed ? slices : []
  return {
    ...{ direction, at, sinceMicros, offset, missing },
    key: `chunk-${ordinal + 1}`,
    title: CHUNK_WORDS[kindOf(transport, direction)].title(ordinal + 1),
    length: bytes.length,
    bytes: () => bytes,
    partEnds: shown.map(({ to }) => to),
    signs: shown.filter(({ ends }) => ends).map(({ to }) => to),
    words: isFramed ? chunkWords(chunk) : '',
    parts: shown.map(({ message, from, to, begins, ends }) => ({
      label: String(message),
      name: `message ${message}`,
      bytes: to - from,
      isTornBefore: !begins,
      isTornAfter: !ends,
      isOdd: message % 2 === 1,
    })),
  }
}

export function blockOfMessage(message: CutMessage, transport: Transport): Block {
  const { direction, number, offset, parts, begins } = message
  const [first] = parts
  const { title } = CHUNK_WORDS[kindOf(transport, direction)]
  const partEnds = endsOf(parts)
  return {
    ...{ direction, offset, partEnds },
    key: `message-${direction}-${number}`,
    title: `message ${number}`,
    at: first?.chunk.at ?? '',
    sinceMicros: first?.chunk.sinceMicros ?? null,
    missing: begins ? 0 : (first?.chunk.missing ?? 0),
    length: message.bytes,
    bytes: () => bytesOf(message),
    signs: partEnds.slice(0, -1),
    words: messageWords(message, transport),
    parts: parts.map(({ chunk, from, to }, index) => ({
      label: title(chunk.ordinal + 1),
      name: title(chunk.ordinal + 1),
      bytes: to - from,
      isTornBefore: from > 0,
      isTornAfter: to < chunk.bytes.length,
      isOdd: index % 2 === 0,
    })),
  }
}

function endsOf(parts: readonly Part[]): number[] {
  let end = 0
  return parts.map(({ from, to }) => (end += to - from))
}

/** A place in the exchange, as addresses carry it: `in:128`, the end of a chunk or a message. */
export type Place = { direction: Direction; end: number }

export const formatPlace = ({ direction, end }: Place): string => `${direction}:${end}`

export function readPlace(text: string | null): Place | null {
  const [, direction, end] = /^(in|out):(\d{1,15})$/.exec(text ?? '') ?? []
  return direction === undefined ? null : { direction: direction as Direction, end: Number(end) }
}

/** Where a block stands in its direction. */
export type Extent = Pick<Block, 'direction' | 'offset' | 'length'>

/** Where a place is among blocks; -1: it is not there. */
export function placeIndex(blocks: readonly Extent[], { direction, end }: Place): number {
  return blocks.findIndex(
    (block) =>
      block.direction === direction &&
      block.offset <= end &&
      end <= block.offset + block.length &&
      (block.offset < end || block.length === 0),
  )
}

/** Which of the pieces are enough to show a place. */
export const reaches = (pieces: readonly Piece[], { direction, end }: Place): boolean =>
  pieces.some((piece) => piece.direction === direction && piece.offset + piece.bytes.length >= end)
