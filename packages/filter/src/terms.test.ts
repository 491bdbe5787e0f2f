import { expect, it } from 'vitest'
import { addTerm, removeTerm, termsOf, valueTerm } from './terms.ts'

it.each([
  ['', []],
  ['a', ['a']],
  ['a AND  svc:(x, y) -(b OR c)', ['a', 'svc:(x, y)', '-(b OR c)']],
  ['a b OR c', ['a b OR c']],
  ['(a b)', ['(a b)']],
  ['(a OR b) (c)', ['(a OR b)', '(c)']],
  ['svc:', null],
])('the terms of %j are %j', (text, terms) => {
  expect(termsOf(text)?.map((term) => term.text) ?? null).toEqual(terms)
})

it.each([
  ['', 'svc:a', 'svc:a'],
  ['b  AND c', 'svc:a', 'b c svc:a'],
  ['SVC:A b', 'svc:a', 'SVC:A b'],
  ['b -svc:a', 'svc:a', 'b svc:a'],
  ['b NOT svc:a', 'svc:a', 'b svc:a'],
  ['svc:a b', '-svc:a', 'b -svc:a'],
  ['a OR b', 'svc:a', '(a OR b) svc:a'],
  ['(a OR b)', 'c', '(a OR b) c'],
  ['(a OR b) OR c', 'd', '((a OR b) OR c) d'],
  ['c', 'a OR b', 'c (a OR b)'],
  ['"a', 'svc:a', 'svc:a'],
])('%j and %j is %j', (text, term, result) => {
  expect(addTerm(text, term)).toBe(result)
})

it.each([
  ['a AND svc:b c', 'svc:B', 'a c'],
  ['svc:b', 'svc:b', ''],
  ['a', 'b', 'a'],
  ['(a OR b) c', 'c', '(a OR b)'],
])('%j without %j is %j', (text, term, result) => {
  expect(removeTerm(text, term)).toBe(result)
})

it.each([
  [valueTerm('svc', 'Echo lab*'), 'svc:"echo lab\\*"'],
  [valueTerm('svc', 'a', { exclude: true }), '-svc:a'],
  [valueTerm('svc', null), '-svc:*'],
  [valueTerm('svc', null, { exclude: true }), 'svc:*'],
  [valueTerm('port', null), '-port:*'],
  [valueTerm('text', null), '-*'],
  [valueTerm('port', 80), 'port:80'],
  [valueTerm('bytes', 4096), 'bytes:4k'],
  [valueTerm('dur', 1500), 'dur:1500ms'],
  [valueTerm('peer', '::ffff:10.0.0.7'), 'peer:10.0.0.7'],
  [valueTerm('peer', 'fe80::1%eth0'), 'peer:fe80::1'],
  [valueTerm('id', 'con_A'), 'id:con_A'],
  [valueTerm('text', 'a "b"'), 'text="a \\"b\\""'],
])('a cell becomes the term %s', (term, expected) => {
  expect(term).toBe(expected)
  expect(termsOf(term)).toHaveLength(1)
})
