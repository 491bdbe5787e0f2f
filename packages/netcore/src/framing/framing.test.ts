import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { cpuMs } from '../../fixtures/cpu-time.ts'
import { createDecoder, type Framing } from './framing.ts'

const raw = (maxBytes: number): Framing => ({ kind: 'raw', maxBytes })
const lines = (maxBytes: number): Framing => ({ kind: 'lines', maxBytes })
const fixed = (bytes: number): Framing => ({ kind: 'fixed', bytes })
const prefixed = (bytes: 1 | 2 | 4, endian: 'big' | 'little' = 'big', maxBytes = 65_536): Framing => ({
  kind: 'length-prefixed',
  ...{ bytes, endian, maxBytes },
})

/** Pushes the chunks, takes every message after each, and echoes it: what a reader and its peer would see. */
function decode(framing: Framing, chunks: (string | Buffer)[]): { messages: string[]; echoed: string } {
  const decoder = createDecoder(framing)
  const messages: string[] = []
  const echoed: Buffer[] = []
  const take = (message: Buffer | undefined) => {
    if (!message) return false
    messages.push(message.toString('latin1'))
    echoed.push(decoder.encode(message))
    return true
  }
  for (const chunk of chunks) {
    decoder.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
    while (take(decoder.next()));
  }
  while (take(decoder.rest()));
  expect(decoder.buffered).toBe(0)
  return { messages, echoed: Buffer.concat(echoed).toString('latin1') }
}

/** Bytes that live objects take, garbage not counted. */
function memoryInUse(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

describe('raw', () => {
  it('takes each read as a message', () => {
    expect(decode(raw(100), ['hello', ' ', 'world']).messages).toEqual(['hello', ' ', 'world'])
  })

  it('cuts a long read', () => {
    expect(decode(raw(4), ['123456789']).messages).toEqual(['1234', '5678', '9'])
  })
})

describe('lines', () => {
  const stream = 'one\ntwo\r\n\n\r\nfive\rstill five\nrest'
  const expected = ['one', 'two', '', '', 'five\rstill five', 'rest']

  it('finds the same lines wherever the stream is split, and echoes it byte for byte', () => {
    for (let at = 0; at <= stream.length; at++) {
      for (let then = at; then <= stream.length; then += 3) {
        const chunks = [stream.slice(0, at), stream.slice(at, then), stream.slice(then)].filter(Boolean)
        expect(decode(lines(100), chunks)).toEqual({ messages: expected, echoed: stream })
      }
    }
  })

  it('finds them byte by byte', () => {
    expect(decode(lines(100), [...stream])).toEqual({ messages: expected, echoed: stream })
  })

  it.each([['\n'], ['\r\n']])('takes a line of exactly maxBytes, ending %j not counted', (ending) => {
    expect(decode(lines(5), [`12345${ending}`]).messages).toEqual(['12345'])
    expect(decode(lines(5), [...`12345${ending}`]).messages).toEqual(['12345'])
  })

  it('refuses a longer line, whole or in pieces, ended or not', () => {
    const tooLong = 'a line is longer than 5 bytes'
    expect(() => decode(lines(5), ['123456\n'])).toThrow(tooLong)
    expect(() => decode(lines(5), ['123', '4567', '8\n'])).toThrow(tooLong)
    expect(() => decode(lines(5), ['1234567'])).toThrow(tooLong)
    expect(() => decode(lines(5), ['123456'])).toThrow(tooLong)
  })
})

describe('fixed', () => {
  it('finds the same messages wherever the stream is split', () => {
    const stream = 'onetwosix'
    for (let at = 0; at <= stream.length; at++)
      expect(decode(fixed(3), [stream.slice(0, at), stream.slice(at)])).toEqual({
        messages: ['one', 'two', 'six'],
        echoed: stream,
      })
    expect(decode(fixed(3), [...stream]).messages).toEqual(['one', 'two', 'six'])
  })

  it('refuses a last message that is not whole', () => {
    expect(() => decode(fixed(4), ['12345'])).toThrow('the peer ended after 1 of 4 bytes of a message')
  })
})

describe('length-prefixed', () => {
  it.each([
    [prefixed(1), '\x02hi\x00\x03you'],
    [prefixed(2), '\x00\x02hi\x00\x00\x00\x03you'],
    [prefixed(2, 'little'), '\x02\x00hi\x00\x00\x03\x00you'],
    [prefixed(4), '\x00\x00\x00\x02hi\x00\x00\x00\x00\x00\x00\x00\x03you'],
    [prefixed(4, 'little'), '\x02\x00\x00\x00hi\x00\x00\x00\x00\x03\x00\x00\x00you'],
  ])('finds the same messages with %j wherever the stream is split', (framing, stream) => {
    const expected = { messages: ['hi', '', 'you'], echoed: stream }
    for (let at = 0; at <= stream.length; at++) {
      for (let then = at; then <= stream.length; then++) {
        const chunks = [stream.slice(0, at), stream.slice(at, then), stream.slice(then)]
        expect(decode(framing, chunks)).toEqual(expected)
      }
    }
    expect(decode(framing, [...stream])).toEqual(expected)
  })

  it.each([
    ['big', [0, 0, 0, 10], 10],
    ['big', [0, 0, 0, 11], 11],
    ['big', [0x7f, 0xff, 0xff, 0xff], 2_147_483_647],
    ['big', [0x80, 0, 0, 0], 2_147_483_648],
    ['little', [0, 0, 0, 0x80], 2_147_483_648],
    ['big', [0xff, 0xff, 0xff, 0xff], 4_294_967_295],
  ] as const)('refuses a %s-endian length %j above 9 before its message comes', (endian, bytes, length) => {
    const decoder = createDecoder(prefixed(4, endian, 9))
    decoder.push(Buffer.from(bytes))
    expect(() => decoder.next()).toThrow(`a message of ${length} bytes is announced, longer than 9`)
  })

  it('takes a message of maxBytes and one byte less', () => {
    expect(decode(prefixed(1, 'big', 9), ['\x09123456789\x0812345678']).messages).toEqual([
      '123456789',
      '12345678',
    ])
  })

  it.each([
    ['\x00', '1 of 4 bytes of a length'],
    ['\x00\x00\x00', '3 of 4 bytes of a length'],
    ['\x00\x00\x00\x05', '0 of 5 bytes of a message'],
    ['\x00\x00\x00\x05four', '4 of 5 bytes of a message'],
  ])('refuses the end after %j', (stream, where) => {
    expect(() => decode(prefixed(4), [stream])).toThrow(`the peer ended after ${where}`)
  })

  it('refuses a reply that its length cannot say', () => {
    const decoder = createDecoder(prefixed(1))
    expect(decoder.encode(Buffer.alloc(255))).toHaveLength(256)
    expect(() => decoder.encode(Buffer.alloc(256))).toThrow(
      'a reply of 256 bytes does not fit a length of 1 bytes, which says 255 at most',
    )
  })

  it('allocates nothing for a length alone', () => {
    const before = process.memoryUsage().arrayBuffers
    const waiting = Array.from({ length: 1000 }, () => createDecoder(prefixed(4, 'big', 16_777_216)))
    for (const decoder of waiting) {
      decoder.push(Buffer.from([1, 0, 0, 0]))
      expect(decoder.next()).toBeUndefined()
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_048_576)
    expect(waiting.every(({ buffered }) => buffered === 4)).toBe(true)
  })
})

describe.each<Framing>([lines(16_777_216), fixed(16_777_216), prefixed(4, 'big', 16_777_216)])(
  '$kind, byte by byte',
  (framing) => {
    const BYTES = 200_000
    // As a socket delivers them: each with memory of its own.
    const oneByte = () => Buffer.allocUnsafeSlow(1).fill(1)
    const header = framing.kind === 'length-prefixed' ? [Buffer.from([1, 0, 0, 0])] : []

    it('costs time and memory by the byte, pulled as it comes', () => {
      const before = memoryInUse()
      const decoder = createDecoder(framing)
      let messages = 0
      const took = cpuMs(() => {
        for (const chunk of header) decoder.push(chunk)
        for (let count = 0; count < BYTES; count++) {
          decoder.push(oneByte())
          if (decoder.next() !== undefined) messages++
        }
      })
      expect(took).toBeLessThan(2000)
      expect(messages).toBe(0)
      expect(memoryInUse() - before).toBeLessThan(16 * BYTES)
      expect(decoder.buffered).toBeGreaterThanOrEqual(BYTES)
    })

    it('costs time by the byte, pulled late', () => {
      const decoder = createDecoder(framing)
      for (const chunk of header) decoder.push(chunk)
      for (let count = 0; count < BYTES; count++) decoder.push(oneByte())
      expect(cpuMs(() => decoder.next())).toBeLessThan(100)
    })
  },
)

describe('release', () => {
  it.each([
    [lines(100), 'one\ntwo\nthr'],
    [fixed(4), 'one\ntwo\nthr'],
    [prefixed(1), '\x04one\n\x10two\nthr'],
    [raw(4), 'one\ntwo\nthr'],
  ] as [Framing, string][])('gives up what %j has not handed out, in order', (framing, stream) => {
    const decoder = createDecoder(framing)
    decoder.push(Buffer.from(stream))
    const first = decoder.next()
    decoder.next()
    const left = Buffer.concat(decoder.release()).toString()
    expect(stream.endsWith(left)).toBe(true)
    expect(decoder.buffered).toBe(0)
    expect(first?.toString().trim()).toBe('one')
    expect(decoder.next()).toBeUndefined()
  })
})
