import { expect, test } from 'vitest'
import { visible, visibleJson, visibleLines } from './visible.ts'

const HOSTILE: readonly [string, string][] = [
  ['\u001b]0;title\u0007', '\\x1b]0;title\\x07'],
  ['\u001b[2J\u009b31m', '\\x1b[2J\\x9b31m'],
  ['a\r\nb\tc', 'a\\r\\nb\\tc'],
  ['rec\u202etxt.exe', 'rec\\u202etxt.exe'],
  ['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
  ['half \ud800', 'half \\ud800'],
  ['tag \u{e0041}', 'tag \\u{e0041}'],
]

test.each(HOSTILE)('%j does nothing to a terminal', (text, shown) => {
  expect(visible(text)).toBe(shown)
  expect(JSON.parse(visibleJson({ text }))).toEqual({ text })
  expect(visibleJson({ text }, 2)).not.toMatch(/[^\P{C}\n]/u)
})

test('what shows itself stays as it is', () => {
  expect(visible('Grüße, 世界 🙂')).toBe('Grüße, 世界 🙂')
  expect(visibleLines('one\n\ttwo\r')).toBe('one\n\ttwo\\r')
})
