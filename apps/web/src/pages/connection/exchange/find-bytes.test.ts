import { expect, test } from 'vitest'
import { findBytes, MOST_MATCHES, readNeedle } from './find-bytes.ts'
import type { Piece } from './piece.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const piece = (ordinal: number, text: string, offset: number, direction: Piece['direction'] = 'in') =>
  ({ ordinal, offset, direction, bytes: bytes(text) }) as Piece
const places = (pieces: Piece[], text: string, isDatagram = false) =>
  findBytes(pieces, bytes(text), isDatagram).map(({ ordinal, offset, end }) => [ordinal, offset, end])

test('bytes are found within a chunk, none over another', () => {
  expect(places([piece(0, 'abcabc', 10)], 'abc')).toEqual([
    [0, 10, 13],
    [0, 13, 16],
  ])
  expect(places([piece(0, 'aaaaa', 0)], 'aa')).toEqual([
    [0, 0, 2],
    [0, 2, 4],
  ])
  expect(places([piece(0, 'abab', 0)], '')).toEqual([])
})

test('over the borders of chunks of a direction, whatever went the other way meanwhile', () => {
  const pieces = [piece(0, 'xpas', 0), piece(1, 'pass', 0, 'out'), piece(2, 's', 4), piece(3, 'word', 5)]
  expect(places(pieces, 'password')).toEqual([[0, 1, 9]])
  expect(places(pieces, 'pass')).toEqual([
    [1, 0, 4],
    [0, 1, 5],
  ])
  expect(places([piece(0, 'a', 0), piece(1, 'a', 1), piece(2, 'a', 2)], 'a').map(([first]) => first)).toEqual(
    [0, 1, 2],
  )
})

test('not over the borders of datagrams, nor over bytes that are missing', () => {
  expect(places([piece(0, 'ab', 0), piece(1, 'cd', 2)], 'bc', true)).toEqual([])
  expect(places([piece(0, 'ab', 0), piece(1, 'cd', 3)], 'bc')).toEqual([])
})

test('as many as anybody looks at', () => {
  expect(places([piece(0, 'a'.repeat(MOST_MATCHES + 5), 0)], 'a')).toHaveLength(MOST_MATCHES)
})

test('what to look for is text with escapes, or hexadecimal', () => {
  expect(readNeedle(String.raw`a\r\n`).bytes).toEqual(bytes('a\r\n'))
  expect(readNeedle('hex: de AD').bytes).toEqual(Uint8Array.of(0xde, 0xad))
  expect(readNeedle('hex:d').mistake?.message).toContain('a byte has two digits')
  expect(readNeedle(String.raw`\q`).mistake).not.toBeNull()
})
