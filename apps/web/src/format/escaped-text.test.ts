import { expect, test } from 'vitest'
import { readHex, showHex } from './hex-text.ts'
import { readText, showText } from './escaped-text.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)
const utf8 = (text: string) => new TextEncoder().encode(text)

test.each([
  ['hello\nyou', utf8('hello\nyou')],
  [String.raw`GET /\r` + '\n', utf8('GET /\r\n')],
  ['Grüße 🚀', utf8('Grüße 🚀')],
  [String.raw`\0\t\\ \x1b[2J\x7f`, utf8('\0\t\\ \u001b[2J\u007f')],
  [String.raw`\xff\xfe\xc3`, bytes(0xff, 0xfe, 0xc3)],
  [String.raw`a\xe2\x80\xaeb`, utf8('a\u202eb')],
  [
    String.raw`\xed\xa0\x80\xc0\x80\xf4\x90\x80\x80`,
    bytes(0xed, 0xa0, 0x80, 0xc0, 0x80, 0xf4, 0x90, 0x80, 0x80),
  ],
  ['', bytes()],
])('%j is what is typed for these bytes, and the other way round', (typed, expected) => {
  expect(showText(expected)).toBe(typed)
  expect(readText(typed)).toEqual({ bytes: expected, mistake: null })
})

test('any bytes come back from text and from hexadecimal', () => {
  const any = Uint8Array.from({ length: 4096 }, (_, place) => (place * 167 + (place >> 3)) % 256)
  expect(readText(showText(any)).bytes).toEqual(any)
  expect(readHex(showHex(any)).bytes).toEqual(any)
})

test.each([
  ['a\\qb', 1, 2],
  ['\\x4', 0, 2],
  ['ab\\', 2, 1],
])('%j has its mistake at character %d', (typed, position, length) => {
  expect(readText(typed)).toMatchObject({ bytes: null, mistake: { position, length } })
})

test('hexadecimal is read as other programs print it', () => {
  const expected = bytes(0xde, 0xad, 0xbe, 0xef)
  for (const typed of ['de ad be ef', 'DEADBEEF', 'de:ad:be:ef', 'de-ad, be\nef'])
    expect(readHex(typed).bytes).toEqual(expected)
  expect(showHex(Uint8Array.from({ length: 17 }, () => 0))).toBe(`${'00 '.repeat(16).trim()}\n00`)
})

test.each([
  ['de ag', 3, '“a” stands alone'],
  ['de xd', 3, '“x” is no hexadecimal digit'],
  ['de a', 3, '“a” stands alone'],
])('%j has its mistake at character %d', (typed, position, message) => {
  expect(readHex(typed).mistake).toMatchObject({ position, message: expect.stringContaining(message) })
})
