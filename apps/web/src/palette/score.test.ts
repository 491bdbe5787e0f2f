import { expect, test } from 'vitest'
import { score } from './score.ts'

const best = (typed: string, texts: string[]) =>
  texts
    .map((text) => ({ text, score: score(typed, text) }))
    .filter((one) => one.score !== null)
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0))
    .map(({ text }) => text)

test('the same text comes first, then beginnings, beginnings of words, parts, and letters in order', () => {
  const texts = ['Necho', 'even cheaper of', 'my echo', 'echo', 'echo-2']
  expect(best('echo', texts)).toEqual(['echo', 'echo-2', 'my echo', 'Necho', 'even cheaper of'])
})

test('every typed word has to be found, in any order and case', () => {
  expect(score('STOP echo', 'Stop echo-lab')).toBe(3.5)
  expect(score('echo stop', 'Stop echo-lab')).toBe(3.5)
  expect(score('stop chat', 'Stop echo-lab')).toBeNull()
})

test('words that are not shown count half', () => {
  expect(score('tcp', 'desk', 'tcp 7007')).toBe(2)
  expect(score('7007', 'desk', 'tcp 7007')).toBe(1.5)
})

test('letters in order begin with a word', () => {
  expect(score('eclb', 'Stop echo-lab')).toBe(1)
  expect(score('echo', 'New service: Chat: Room')).toBeNull()
})

test('one letter is not looked for within the letters of others', () => {
  expect(score('z', 'echo')).toBeNull()
  expect(score('c', 'echo')).toBe(2)
})
