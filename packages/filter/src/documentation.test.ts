import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { FIELDS, operatorsOf } from './fields.ts'
import { patternProblem } from './match/index.ts'
import { LIMITS, parseFilter } from './parse-filter.ts'
import { PATTERN_LENGTH } from './operand.ts'

const page = readFileSync(new URL('../../../docs/filter.md', import.meta.url), 'utf8')
const section = (title: string) => page.split(/^#+ /m).find((text) => text.startsWith(`${title}\n`)) ?? ''

/** Cells of a table, without its head; `\|` is no border. */
function rows(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'))
  const cells = (line: string) => line.split(/(?<!\\)\|/).slice(1, -1)
  return lines.slice(2).map((line) => cells(line).map((cell) => cell.trim().replaceAll('\\|', '|')))
}

const code = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text)
const fields = rows(section('Fields'))

it('has a line for each field, with its operators and subjects', () => {
  const told = fields.map(([name, , ofConnection, ofFile, ofService, operators]) => [
    ...code(name),
    ofConnection !== '',
    ofFile !== '',
    ofService !== '',
    code(operators),
  ])
  const real = FIELDS.map((field) => [
    field.name,
    field.subjects.includes('connections'),
    field.subjects.includes('files'),
    field.subjects.includes('services'),
    operatorsOf(field),
  ])
  expect(told.toSorted()).toEqual(real.toSorted())
})

it('shows filters that can be read', () => {
  const first = rows(section('Finding with filters')).flatMap(([filter]) => code(filter))
  const values = fields.flatMap(([, , , , , , examples]) => code(examples)).filter((text) => text !== 'conn')
  expect(first.length + values.length).toBeGreaterThan(30)
  const wrong = [...first, ...values].filter((text) => parseFilter(text, { patternProblem }).error)
  expect(wrong).toEqual([])
})

it('tells the bounds', () => {
  const number = (value: number) => value.toLocaleString('en')
  expect(section('Bounds')).toContain(
    `${number(LIMITS.characters)} characters; ${LIMITS.values} words and values; parentheses ${LIMITS.depth} deep; a regular expression of ${PATTERN_LENGTH} characters`,
  )
})

it('shows what the parser says', () => {
  const [filter = '', pointer = ''] = section('When it is wrong').split('```')[1]?.split('\n').slice(1) ?? []
  const { error } = parseFilter(filter)
  expect(pointer).toBe(`${' '.repeat(error?.position ?? 0)}^ ${error?.message}`)
})
