import { expect, test } from 'vitest'
import { blockOfChunk, blockOfMessage, formatPlace, placeIndex, readPlace } from './block.ts'
import { cutChunks, cutMessages } from './cut.ts'
import type { Piece } from './piece.ts'

const piece = (ordinal: number, text: string, offset: number, messageEnds: number[]): Piece => ({
  ...{ ordinal, offset, messageEnds, direction: 'in', at: '2026-11-21T09:05:07.123456Z' },
  bytes: new TextEncoder().encode(text),
})
const chunks = cutChunks([piece(0, 'one\ntw', 0, [4]), piece(1, 'o\n', 6, [2]), piece(2, '', 8, [0])])

test('a chunk is a block of messages, a message one of chunks', () => {
  const blocks = chunks.map((chunk) => blockOfChunk(chunk, 'tcp', true))
  expect(
    blocks.map(({ title, partEnds, parts }) => [title, partEnds, parts.map(({ label }) => label)]),
  ).toEqual([
    ['read 1', [4, 6], ['1', '2']],
    ['read 2', [2], ['2']],
    ['read 3', [0], ['3']],
  ])
  expect(blocks[0]?.parts.map(({ isTornBefore, isTornAfter }) => [isTornBefore, isTornAfter])).toEqual([
    [false, false],
    [false, true],
  ])
  const messages = cutMessages(chunks).map((message) => blockOfMessage(message, 'tcp'))
  expect(messages.map(({ title, offset, partEnds }) => [title, offset, partEnds])).toEqual([
    ['message 1', 0, [4]],
    ['message 2', 4, [2, 4]],
    ['message 3', 8, [0]],
  ])
})

test('where nobody knows of messages, a chunk is only itself', () => {
  expect(chunks.map((chunk) => blockOfChunk(chunk, 'tcp', false).parts)).toEqual([[], [], []])
})

test('a place is the end of a message or a chunk, and comes back from the address', () => {
  const blocks = chunks.map((chunk) => blockOfChunk(chunk, 'tcp', true))
  const index = (text: string) => {
    const place = readPlace(text)
    return place && placeIndex(blocks, place)
  }
  expect(['in:4', 'in:6', 'in:7', 'in:8', 'in:9', 'out:4'].map(index)).toEqual([0, 0, 1, 1, -1, -1])
  expect(['in', 'up:4', 'in:-1', ''].map(index)).toEqual([null, null, null, null])
  expect(readPlace(formatPlace({ direction: 'out', end: 12 }))).toEqual({ direction: 'out', end: 12 })
})
