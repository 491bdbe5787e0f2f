import { expect, test } from 'vitest'
import { escapeText, unescapeText } from './escapes.ts'

test.each([
  ['Welcome!\r\n', String.raw`Welcome!\r\n`],
  ['a\tb\\c\0\x1b', String.raw`a\tb\\c\x00\x1b`],
  [String.raw`\n`, String.raw`\\n`],
  ['Grüße', 'Grüße'],
])('%j is edited as %s', (text, shown) => {
  expect(escapeText(text)).toBe(shown)
  expect(unescapeText(shown)).toBe(text)
})

test('a backslash that begins nothing stays', () => {
  expect(unescapeText(String.raw`C:\dir \x1 \ `)).toBe(String.raw`C:\dir \x1 \ `)
})
