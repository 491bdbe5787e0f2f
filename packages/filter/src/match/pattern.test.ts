import { expect, it } from 'vitest'
import { compilePattern, patternProblem } from './pattern.ts'

it.each([
  ['^get /\\w+', 'GET /index', 'POST /index'],
  ['(?-i)GET', 'GET /', 'get /'],
  ['ü.e$', 'GRÜßE', 'Grün'],
  ['^.$', '🙂', '🙂🙂'],
  ['a{2,3}b|^$', '', 'ab'],
  ['\\pL\\d', 'é1', '--1'],
])('%s', (source, found, missed) => {
  expect(patternProblem(source)).toBeNull()
  expect([found, missed].map(compilePattern(source))).toEqual([true, false])
})

it.each([
  ['(', 'missing closing ): `(`'],
  ['[a', 'missing closing ]: `[a`'],
  ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
  ['(a)\\1', 'invalid escape sequence: `\\1`'],
  ['a{1001}', 'invalid repeat count: `{1001}`'],
  ['((a{100}){100}){100}', 'invalid repeat count: `{100}`'],
  ['(a?){900}', 'its repetitions make it too large; repeat less often'],
])('%s is no pattern', (source, problem) => {
  expect(patternProblem(source)).toBe(problem)
})

/** Each takes a backtracking engine longer than anybody waits. */
it.each([
  ['(a+)+$', 'a'],
  ['^(a|a)*$', 'a'],
  ['(a|aa)+$', 'a'],
  ['(.*)*x', 'a'],
  ['(.*a){20}x', 'a'],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'],
  ['(x+x+)+y', 'x'],
  ['(a?){100}a{100}b', 'a'],
])('%s takes time in proportion to the text', (source, letter) => {
  const finds = compilePattern(source)
  finds(letter)
  const started = performance.now()
  expect(finds(`${letter.repeat(50_000)}!`)).toBe(false)
  expect(performance.now() - started).toBeLessThan(5000)
})
