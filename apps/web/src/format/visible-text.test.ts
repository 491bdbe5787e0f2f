import { expect, test } from 'vitest'
import { inOneLine, textParts } from './visible-text.ts'

test('plain text is one part, with its line breaks and tabs', () => {
  expect(textParts('grüß\tdich\r\n<b>&amp;\u{1f600}')).toEqual([
    { text: 'grüß\tdich\n<b>&amp;\u{1f600}', name: null },
  ])
  expect(textParts('')).toEqual([])
})

test('characters that hide or turn the rest are shown by their name', () => {
  expect(textParts('a\u001b[2Jb\u202ec\0')).toEqual([
    { text: 'a', name: null },
    { text: '‹ESC›', name: 'Character U+001B' },
    { text: '[2Jb', name: null },
    { text: '‹202E›', name: 'Character U+202E' },
    { text: 'c', name: null },
    { text: '‹NUL›', name: 'Character U+0000' },
  ])
  expect(inOneLine('\u007f\u009b\u200b\ufeff\r')).toBe('‹DEL›‹009B›‹200B›‹FEFF›‹CR›')
})

test('a list shows several lines as one', () => {
  expect(inOneLine('one\n  two\r\n')).toBe('one ⏎ two ⏎ ')
})
