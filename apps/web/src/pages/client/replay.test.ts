import type { Chunk } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { replayOf } from './replay.ts'

const chunk = (
  second: string,
  offset: number,
  text: string,
  direction: Chunk['direction'] = 'in',
): Chunk => ({
  ...{ ordinal: 0, at: `2026-11-21T09:05:${second}Z`, direction, offset },
  ...{ bytes: text.length, base64: btoa(text), messageEnds: [] },
})
const texts = ({ messages }: ReturnType<typeof replayOf>) =>
  messages.map(({ bytes }) => new TextDecoder().decode(bytes))

test('what the peer had said is said again, with its pauses', () => {
  const replay = replayOf([
    chunk('07.000000', 0, 'hel'),
    chunk('07.000100', 0, 'hel', 'out'),
    chunk('07.250000', 3, 'lo'),
  ])
  expect(texts(replay)).toEqual(['hel', 'lo'])
  expect(replay.messages.map(({ delayMs }) => delayMs)).toEqual([0, 250])
  expect(replay).toMatchObject({ missing: 0, leftOut: 0, isFaster: false })
})

test('it tells what was not captured, what is too much, and that long pauses are shorter', () => {
  const replay = replayOf([
    chunk('00.000000', 10, 'a'),
    chunk('30.000000', 20, 'b'),
    chunk('40.000000', 21, 'c'),
  ])
  expect(replay).toMatchObject({ missing: 19, isFaster: true })
  expect(replay.messages.map(({ delayMs }) => delayMs)).toEqual([0, 15_000, 5000])
  const many = replayOf(Array.from({ length: 1001 }, (_, index) => chunk('00.000000', index, 'x')))
  expect([many.messages.length, many.leftOut]).toEqual([1000, 1])
  const large = replayOf([0, 1, 2].map((part) => chunk('00.000000', part * 600_000, 'x'.repeat(600_000))))
  expect([large.messages.length, large.leftOut]).toEqual([1, 2])
  expect(replayOf([]).messages).toEqual([])
})
