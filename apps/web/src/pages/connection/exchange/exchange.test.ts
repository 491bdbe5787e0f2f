import type { Chunk } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { bytesOfBase64 } from '../../../format/base64.ts'
import { formatSince, shownChunks, textPieces } from './exchange.ts'

const chunk = (some: Partial<Chunk>) =>
  ({ at: '2026-11-21T09:05:07.123456Z', direction: 'in', offset: 0, bytes: 5, ...some }) as Chunk

test('a chunk tells how long after the one before it passed, and what is missing before it', () => {
  const chunks = [
    chunk({ offset: 3 }),
    chunk({ direction: 'out', at: '2026-11-21T09:05:07.123470Z' }),
    chunk({ offset: 8, at: '2026-11-21T09:05:08.000001Z' }),
    chunk({ offset: 20, at: '2026-11-21T09:05:08.000001Z' }),
  ]
  expect(shownChunks(chunks).map(({ sinceMicros, missing }) => [sinceMicros, missing])).toEqual([
    [null, 3],
    [14, 0],
    [876_531, 0],
    [0, 7],
  ])
})

test('times are as short as they can be told', () => {
  expect([14, 3449, 1_204_000].map(formatSince)).toEqual(['+14 µs', '+3.4 ms', '+1.20 s'])
})

test('text is cut where messages end', () => {
  const bytes = bytesOfBase64(btoa('one\ntwo\nthr'))
  expect(textPieces(bytes, [4, 6])).toEqual([
    { text: 'one', ends: true, breaks: true },
    { text: 'tw', ends: true, breaks: false },
    { text: 'o\nthr', ends: false, breaks: false },
  ])
  expect(textPieces(bytes.subarray(0, 4), [4])).toEqual([{ text: 'one', ends: true, breaks: true }])
})
