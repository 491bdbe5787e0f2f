import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { recognise, sentencesAmong } from '../src/language/sentences.ts'
import { SERVER_SENTENCES, SERVER } from './server-sentences.ts'

const repository = join(import.meta.dirname, '../../..')

/** Without what joins the parts of a string over several lines. */
const sources = globSync('{apps/api,packages/netcore,packages/protocols}/src/**/*.ts', { cwd: repository })
  .filter((file) => !/test|openapi/.test(file))
  .map((file) => readFileSync(join(repository, file), 'utf8'))
  .join('\n')
  .replaceAll(/['`] \+\n\s*['`]/g, '')

const sentences = sentencesAmong(SERVER_SENTENCES.map((one) => `${one}\n${SERVER}`))

test('every sentence is what the server says', () => {
  const parts = (sentence: string) => sentence.split(/\{\d+\}/).map((part) => part.trim())
  const longest = (sentence: string) => parts(sentence).toSorted((a, b) => b.length - a.length)[0] ?? ''
  // Further on a word may depend on the case.
  const beginning = (sentence: string) => longest(sentence).slice(0, 14)
  expect(SERVER_SENTENCES.filter((sentence) => !sources.includes(beginning(sentence)))).toEqual([])
})

test('sentences are recognised one after the other, with their values', () => {
  const said =
    '1 of 2 addresses are missing. tcp [::1]:7007 is in use. Choose another port, or stop what listens there. ' +
    'It is held by the service "a {0}. (b)".'
  expect(recognise(said, sentences)).toEqual([
    { key: `{0} of {1} addresses are missing.\n${SERVER}`, values: ['1', '2'] },
    {
      key: `{0} is in use. Choose another port, or stop what listens there.\n${SERVER}`,
      values: ['tcp [::1]:7007'],
    },
    { key: `It is held by the service "{0}".\n${SERVER}`, values: ['a {0}. (b)'] },
  ])
})

test('what is not among them stays as it is, also behind one that is', () => {
  expect(recognise('Nobody knows this.', sentences)).toEqual([{ text: 'Nobody knows this.' }])
  expect(recognise('Nothing came. Nobody knows this.', sentences).at(-1)).toEqual({
    text: 'Nobody knows this.',
  })
  expect(recognise('is required, mostly', sentences)).toEqual([{ text: 'is required, mostly' }])
})
