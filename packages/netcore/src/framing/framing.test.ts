import { describe, expect, it } from 'vitest'
import { createDecoder, type Framing } from './framing.ts'

const raw = (maxBytes: number): Framing => ({ kind: 'raw', maxBytes })
const lines = (maxBytes: number): Framing => ({ kind: 'lines', maxBytes })

/** Pushes the chunks, takes every message after each, and echoes it: what a reader and its peer would see. */
function decode(framing: Framing, chunks: string[]): { messages: string[]; echoed: string } {
  const decoder = createDecoder(framing)
  const messages: string[] = []
  const echoed: Buffer[] = []
  const take = (message: Buffer | undefined) => {
    if (!message) return false
    messages.push(message.toString())
    echoed.push(decoder.encode(message))
    return true
  }
  for (const chunk of chunks) {
    decoder.push(Buffer.from(chunk))
    while (take(decoder.next()));
  }
  while (take(decoder.rest()));
  expect(decoder.buffered).toBe(0)
  return { messages, echoed: Buffer.concat(echoed).toString() }
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
