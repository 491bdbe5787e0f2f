import { expect, test } from 'vitest'
import { bytesOf, cutChunks, cutMessages } from './cut.ts'
import { chunkWords, lostEndsWords, messageWords, summarise, summaryWords } from './cut-words.ts'
import type { Piece } from './piece.ts'

let ordinal = 0
const piece = (text: string, offset: number, messageEnds: number[], some: Partial<Piece> = {}): Piece => ({
  ordinal: ordinal++,
  at: '2026-11-21T09:05:07.123456Z',
  direction: 'in',
  bytes: new TextEncoder().encode(text),
  ...{ offset, messageEnds },
  ...some,
})

// Two messages in one read, and one over three.
const stream = [piece('one\ntwo\nth', 0, [4, 8]), piece('ree', 10, []), piece('!\nfour\nfi', 13, [2, 7])]

test('a chunk lies over the messages found in it', () => {
  const cuts = cutChunks(stream).map(({ slices }) =>
    slices.map(({ message, from, to, begins, ends }) => [message, from, to, begins, ends]),
  )
  expect(cuts).toEqual([
    [
      [1, 0, 4, true, true],
      [2, 4, 8, true, true],
      [3, 8, 10, true, false],
    ],
    [[3, 0, 3, false, false]],
    [
      [3, 0, 2, false, true],
      [4, 2, 7, true, true],
      [5, 7, 9, true, false],
    ],
  ])
})

test('a message lies over the chunks it came in, whole again', () => {
  const messages = cutMessages(cutChunks(stream))
  expect(
    messages.map((message) => [message.number, message.offset, message.parts.length, message.ends]),
  ).toEqual([
    [1, 0, 1, true],
    [2, 4, 1, true],
    [3, 8, 3, true],
    [4, 15, 1, true],
    [5, 20, 1, false],
  ])
  expect(messages.map((message) => new TextDecoder().decode(bytesOf(message)))).toEqual([
    'one\n',
    'two\n',
    'three!\n',
    'four\n',
    'fi',
  ])
})

test('both directions are counted for themselves, in the order in which they came', () => {
  const both = [piece('a\nb', 0, [2]), piece('A\n', 0, [2], { direction: 'out' }), piece('c\n', 3, [2])]
  const messages = cutMessages(cutChunks(both))
  expect(messages.map(({ direction, number, parts }) => [direction, number, parts.length])).toEqual([
    ['in', 1, 1],
    ['in', 2, 2],
    ['out', 1, 1],
  ])
})

test('after bytes that are missing nobody knows where a message began', () => {
  const [first, second] = cutChunks([piece('a', 3, []), piece('b\n', 9, [2])])
  expect([first?.missing, second?.missing]).toEqual([3, 5])
  expect(
    [first, second].map((chunk) => chunk?.slices.map(({ message, begins }) => [message, begins])),
  ).toEqual([[[1, false]], [[2, false]]])
})

test('an empty datagram is a message', () => {
  // Where the one before it ends, so does it: only that it is a datagram tells.
  const chunks = cutChunks([piece('x', 0, [1]), piece('', 1, []), piece('y', 1, [1])], true)
  expect(chunks.map(({ slices }) => slices.length)).toEqual([1, 1, 1])
  expect(cutMessages(chunks).map(({ bytes }) => bytes)).toEqual([1, 0, 1])
})

test('a chunk tells how long after the one before it passed', () => {
  const at = (micros: string) => `2026-11-21T09:05:${micros}Z`
  const chunks = cutChunks([
    piece('a', 0, [], { at: at('07.123456') }),
    piece('b', 0, [], { at: at('07.123470'), direction: 'out' }),
    piece('c', 1, [], { at: at('08.000001') }),
  ])
  expect(chunks.map(({ sinceMicros }) => sinceMicros)).toEqual([null, 14, 876_531])
})

test('ends that were counted and not captured are told', () => {
  expect([0, 1, 4000].map(lostEndsWords)).toEqual([
    null,
    'The end of 1 more message is not on record: it was not captured.',
    'The ends of 4,000 more messages are not on record: they were not captured.',
  ])
})

test('in words', () => {
  const chunks = cutChunks(stream)
  expect(chunks.map(chunkWords)).toEqual([
    '2 whole messages and the beginning of message 3',
    'the middle of message 3',
    'the end of message 3, the whole message 4 and the beginning of message 5',
  ])
  const messages = cutMessages(chunks)
  expect(messages.slice(2).map((message) => messageWords(message, 'tcp'))).toEqual([
    'over 3 reads',
    'in 1 read',
    'in 1 read, without an end on record',
  ])
  expect(summaryWords(summarise(chunks, messages, 'in'), 'tcp')).toBe(
    '3 reads, 4 messages. Not the same: 2 reads with several messages and 1 message over several reads.',
  )
  expect(summaryWords(summarise(chunks, messages, 'out'), 'udp')).toContain('0 datagrams, 0 messages.')
  const alike = { direction: 'in', chunks: 1, messages: 1, shared: 0, spread: 0 } as const
  expect(summaryWords(alike, 'tcp')).toBe('1 read, 1 message. Each read happens to be one message.')
  expect(summaryWords(alike, 'tcp', true)).toContain('Each read counts as one message.')
  expect(summaryWords({ ...alike, direction: 'out' }, 'unix')).toContain('Each write is one message.')
})
