import { equal, ok } from 'node:assert/strict'
import fc from 'fast-check'
import { it } from 'vitest'
import { fuzzRuns } from '../fuzz.ts'
import { BytesDecoder } from './bytes.ts'
import type { Decoder } from './decoder.ts'
import { FramingError } from './framing-error.ts'
import { createDecoder, type Framing } from './framing.ts'

/** Inputs for each decoder; see fuzz.ts for the long run. */
const RUNS = 100_000
const options = { timeout: fuzzRuns(60_000) }
/** No input may take longer (milliseconds). */
const HANG_MS = 100
/** Small enough that a length in a mutated stream is often too long, and often not. */
const MAX_BYTES = 40
const NOTHING = Buffer.alloc(0)

type Cuttable = Exclude<Framing, { kind: 'raw' }>
const LINES: Cuttable = { kind: 'lines', maxBytes: MAX_BYTES }
const PREFIXED = { kind: 'length-prefixed', maxBytes: MAX_BYTES } as const

type Change = { at: number; byte: number; kind: 'insert' | 'remove' | 'replace' }
/** What a valid stream is made of, what is done to it, where it is cut, and which of several framings reads it. */
type Input = { messages: Uint8Array[]; changes: Change[]; cuts: number[]; pick: number }

const change = fc.record({
  at: fc.nat(60),
  byte: fc.nat(255),
  kind: fc.constantFrom('insert' as const, 'remove' as const, 'replace' as const),
})
const input: fc.Arbitrary<Input> = fc.record({
  messages: fc.array(fc.uint8Array({ maxLength: 12 }), { maxLength: 4 }),
  changes: fc.array(change, { maxLength: 3 }),
  cuts: fc.array(fc.nat(60), { maxLength: 4 }),
  pick: fc.nat(5),
})

it.each([
  ['lines', [LINES]],
  ['fixed', [5, 1, 16].map((bytes): Cuttable => ({ kind: 'fixed', bytes }))],
  [
    'length-prefixed',
    [
      { ...PREFIXED, bytes: 1, endian: 'big' },
      { ...PREFIXED, bytes: 2, endian: 'little' },
      { ...PREFIXED, bytes: 4, endian: 'big' },
    ],
  ],
] as [string, Cuttable[]][])('reads %s alike however the stream is cut', options, (_kind, framings) => {
  fuzz(({ messages, changes, cuts, pick }) => {
    const framing = framings[pick % framings.length] ?? LINES
    const stream = mutated(encoded(framing, messages), changes)
    const whole = read(createDecoder(framing), [stream])
    isTheSame(read(createDecoder(framing), cutAt(stream, cuts)), whole)
    isTheSame(read(createDecoder(framing), cutAt(stream, stream.keys())), whole)
    ok(whole.echoed.equals(stream.subarray(0, whole.echoed.length)), 'the echo differs from the stream')
    ok(whole.error !== null || whole.echoed.length === stream.length, 'bytes are lost without an error')
    const longest = framing.kind === 'fixed' ? framing.bytes : framing.maxBytes
    ok(whole.messages.every(({ length }) => length <= longest))
  })
})

it('hands out what raw reads deliver, cut at maxBytes', options, () => {
  fuzz(({ messages, changes, cuts }) => {
    const stream = mutated(Buffer.concat(messages), changes)
    const { messages: found, error } = read(createDecoder({ kind: 'raw', maxBytes: 7 }), cutAt(stream, cuts))
    equal(error, null)
    ok(Buffer.concat(found).equals(stream))
    ok(found.every(({ length }) => length <= 7))
  })
})

it('hands out bytes as they are asked for', options, () => {
  fuzz(({ messages, changes, cuts }) => {
    const stream = Buffer.concat(messages)
    const decoder = new BytesDecoder()
    const chunks = cutAt(stream, cuts)
    const taken: Buffer[] = []
    // Each change says how many bytes are asked for next.
    for (const { at, kind } of changes) {
      const exactly = kind === 'insert'
      decoder.want(at + 1, { exactly })
      const bytes = nextOf(decoder, chunks)
      if (!bytes) break
      ok(bytes.length === at + 1 || (!exactly && bytes.length > 0 && bytes.length <= at))
      taken.push(bytes)
    }
    ok(Buffer.concat([...taken, ...decoder.release(), ...chunks]).equals(stream), 'bytes are lost or moved')
  })
})

/** Tries `property` with inputs of which none may take long: a busy machine stops us once, not twice at the same one. */
function fuzz(property: (input: Input) => void): void {
  const timed = (one: Input) => {
    const took = timeOf(() => property(one))
    ok(took < HANG_MS || timeOf(() => property(one)) < HANG_MS, `one input took ${took} ms`)
  }
  fc.assert(fc.property(input, timed), { numRuns: fuzzRuns(RUNS) })
}

function timeOf(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

/** What a reader gets of a stream: the messages, what it would echo, and how it ends. */
type Outcome = { messages: Buffer[]; echoed: Buffer; error: string | null }

function read(decoder: Decoder, chunks: Buffer[]): Outcome {
  const messages: Buffer[] = []
  const echoed: Buffer[] = []
  let error: string | null = null
  const takeAll = (next: () => Buffer | undefined) => {
    for (let message = next(); message; message = next()) {
      messages.push(message)
      echoed.push(decoder.encode(message))
    }
  }
  try {
    for (const chunk of chunks) {
      decoder.push(chunk)
      takeAll(() => decoder.next())
    }
    takeAll(() => decoder.rest())
    equal(decoder.buffered, 0)
  } catch (caught) {
    if (!(caught instanceof FramingError)) throw caught
    error = caught.message
  }
  return { messages, echoed: Buffer.concat(echoed), error }
}

function nextOf(decoder: Decoder, chunks: Buffer[]): Buffer | undefined {
  for (;;) {
    const bytes = decoder.next()
    const chunk = bytes ? undefined : chunks.shift()
    if (!chunk) return bytes
    decoder.push(chunk)
  }
}

function encoded(framing: Framing, messages: Uint8Array[]): Buffer {
  const encoder = createDecoder(framing)
  return Buffer.concat(messages.map((message) => encoder.encode(Buffer.from(message))))
}

/** With bytes put in, taken out and replaced. */
function mutated(stream: Buffer, changes: Change[]): Buffer {
  const bytes = [...stream]
  for (const { at, byte, kind } of changes) {
    const place = at % (bytes.length + 1)
    bytes.splice(place, kind === 'insert' ? 0 : 1, ...(kind === 'remove' ? [] : [byte]))
  }
  return Buffer.from(bytes)
}

function cutAt(stream: Buffer, places: Iterable<number>): Buffer[] {
  const inside = [...places].map((place) => place % (stream.length + 1)).sort((a, b) => a - b)
  const ends = [...inside, stream.length]
  const pieces = ends.map((end, index) => stream.subarray(ends[index - 1] ?? 0, end))
  return pieces.filter(({ length }) => length > 0)
}

function isTheSame(outcome: Outcome, expected: Outcome): void {
  equal(outcome.error, expected.error)
  equal(outcome.messages.length, expected.messages.length)
  ok(outcome.messages.every((message, index) => message.equals(expected.messages[index] ?? NOTHING)))
  ok(outcome.echoed.equals(expected.echoed))
}
