import { expect, test } from 'vitest'
import { previewOf } from './preview.ts'

test.each([
  ['text as it is', 'grüße 🙂', 'grüße 🙂'],
  [
    'controls, and what turns text around, escaped',
    'a\r\n\t\0\u001b[2J\u202e\\',
    'a\\r\\n\\t\\x00\\x1b[2J\\u202e\\\\',
  ],
])('shows %s', (_name, text, preview) => {
  expect(previewOf(Buffer.from(text))).toBe(preview)
})

test('shows bytes that are no text as numbers, and ASCII among them', () => {
  expect(previewOf(Buffer.from([0x68, 0x69, 0xff, 0xc3, 0x28]))).toBe('hi\\xff\\xc3(')
})

test.each(['é', '€', '🙂'])('never cuts a character in half: %s', (character) => {
  const { length } = Buffer.from(character)
  for (let before = 200 - length; before <= 200; before++) {
    const whole = before + length <= 200 ? character : ''
    const preview = previewOf(Buffer.from('a'.repeat(before) + character + 'b'.repeat(50)))
    expect(preview.startsWith('a'.repeat(before) + whole)).toBe(true)
    expect(preview).toMatch(/^a*[é€🙂]?b*$/u)
  }
})
