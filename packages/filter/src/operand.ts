import { addressKey, networkRange } from './address.ts'
import type { FieldDefinition, FieldType } from './fields.ts'
import { FilterSyntaxError, type Test } from './filter.ts'
import type { Operator } from './operator.ts'
import { fold } from './fold.ts'
import { parseBytes, parseCount, parseDuration } from './quantity.ts'
import type { Written } from './scanner.ts'

export const PATTERN_LENGTH = 200

/** What a written value asks of the field's values; more than one test for ranks. Throws FilterSyntaxError. */
export function readTests(field: FieldDefinition, op: Operator, written: Written): Test[] {
  if (op === '~') return [pattern(written)]
  return READERS[field.type](field, op, written)
}

type Reader = (field: FieldDefinition, op: Operator, written: Written) => Test[]

const READERS: Record<FieldType, Reader> = {
  word: (field, op, written) => [word(field, op, written)],
  rank,
  text: (_, op, written) => [text(op, written)],
  number: quantities(parseCount, 'a whole number such as 80', '80'),
  bytes: quantities(parseBytes, 'a number of bytes such as 512, 4k or 2m', '4k'),
  duration: quantities(parseDuration, 'a time with its unit such as 250ms, 2s or 15m', '250ms'),
  address: (field, op, written) => [address(field, op, written)],
  hex: (field, _, written) => [hex(field, written)],
  age: (field, _, written) => [age(field, written)],
}

function word(field: FieldDefinition, op: Operator, written: Written): Test {
  const form = field.name === 'id' ? (value: string) => value : fold
  const glob = op !== '=' && written.parts.length > 1
  if (glob) return { kind: 'glob', parts: written.parts.map(form) }
  const value = form(op === '=' ? written.text : (written.parts[0] ?? ''))
  if (field.values && !field.values.includes(value)) throw unknownValue(field, written)
  return { kind: 'equals', text: value }
}

/** `severity>=warning` is the list of what is at least that. */
function rank(field: FieldDefinition, op: Operator, written: Written): Test[] {
  const test = word(field, op, written)
  if (test.kind !== 'equals' || op === ':' || op === '=' || op === '!=') return [test]
  const values = field.values ?? []
  const place = values.indexOf(test.text)
  const passing = values.filter((_, index) => compare(op, index, place))
  if (passing.length > 0) return passing.map((value) => ({ kind: 'equals', text: value }))
  throw new FilterSyntaxError(
    written.span,
    `Nothing is ${op} ${test.text}; ${field.name} is ${values.join(', ')}`,
  )
}

function compare(op: Operator, left: number, right: number): boolean {
  if (op === '>') return left > right
  if (op === '>=') return left >= right
  return op === '<' ? left < right : left <= right
}

function text(op: Operator, { text: whole, parts }: Written): Test {
  if (op === '=') return { kind: 'equals', text: fold(whole) }
  const inner = parts
    .filter((part, index) => part !== '' || (index > 0 && index < parts.length - 1))
    .map(fold)
  if (parts.length > 1 && inner.length === 0) return { kind: 'glob', parts: ['', ''] }
  if (inner.length > 1) return { kind: 'glob', parts: ['', ...inner, ''] }
  return { kind: 'contains', text: inner[0] ?? '' }
}

function pattern({ source, span }: Written): Test {
  if (source.length > PATTERN_LENGTH) {
    throw new FilterSyntaxError(
      span,
      `The regular expression has ${source.length} characters; it may have ${PATTERN_LENGTH}`,
    )
  }
  if (source.replaceAll(/\\[^]/g, '').endsWith('\\')) {
    throw new FilterSyntaxError(
      span,
      'The regular expression ends in a single \\; write \\\\ for the character',
    )
  }
  return { kind: 'pattern', source }
}

function quantities(parse: (text: string) => number | null, what: string, example: string): Reader {
  return (field, op, written) => {
    if (op === ':' || op === '!=') {
      if (written.text === '*') return [{ kind: 'between', from: null, to: null }]
      const [from, to, ...more] = written.text.split('..')
      if (to !== undefined && more.length === 0) return [range(field, written, ends(from, to))]
    }
    const value = parse(written.text)
    if (value === null) throw wrong(field, written)
    return [half(op, value)]

    function ends(from = '', to = ''): [number | null, number | null] {
      const [first, last] = [from, to].map((end) => (end === '' ? null : parse(end)))
      const isWrong = (from !== '' && first === null) || (to !== '' && last === null) || from + to === ''
      if (isWrong) throw wrong(field, written)
      return [first ?? null, last ?? null]
    }
  }

  function wrong({ name }: FieldDefinition, { text: value, span }: Written): FilterSyntaxError {
    return new FilterSyntaxError(
      span,
      `${name} is ${show(value)}; it must be ${what}, or a range such as ${example}..`,
      [example],
    )
  }
}

function range(
  { name }: FieldDefinition,
  { span }: Written,
  [from, to]: [number | null, number | null],
): Test {
  if (from === null || to === null || from <= to) return { kind: 'between', from, to }
  throw new FilterSyntaxError(
    span,
    `${name} is a range from ${from} to ${to}; it must begin with the smaller`,
  )
}

function half(op: Operator, value: number): Test {
  if (op === '>') return { kind: 'between', from: value + 1, to: null }
  if (op === '>=') return { kind: 'between', from: value, to: null }
  if (op === '<') return { kind: 'between', from: null, to: value - 1 }
  return { kind: 'between', from: op === '<=' ? null : value, to: value }
}

function address(field: FieldDefinition, op: Operator, written: Written): Test {
  if (op !== '=' && written.parts.length > 1) return { kind: 'glob', parts: written.parts.map(fold) }
  const [from = '', to, more] = written.text.split('..')
  const found = to === undefined ? networkRange(from) : between(addressKey(from), addressKey(to))
  if (found && more === undefined) return { kind: 'addresses', ...found }
  throw new FilterSyntaxError(
    written.span,
    `${field.name} is ${show(written.text)}; it must be an address such as 10.0.0.7 or ::1, a network such as 10.0.0.0/8, a range 10.0.0.1..10.0.0.9, or have a star: 10.0.*`,
    ['10.0.0.7', '10.0.0.0/8', '10.0.*'],
  )
}

function between(from: string | null, to: string | null): { from: string; to: string } | null {
  return from !== null && to !== null && from[0] === to[0] && from <= to ? { from, to } : null
}

function hex({ name }: FieldDefinition, { text: value, span }: Written): Test {
  const digits = value.replaceAll(/\s|^0x/gi, '').toLowerCase()
  if (/^([0-9a-f]{2})+$/.test(digits)) return { kind: 'bytes', hex: digits }
  throw new FilterSyntaxError(
    span,
    `${name} is ${show(value)}; it must be bytes in pairs of hex digits such as "de ad"`,
    ['"de ad"'],
  )
}

function age({ name }: FieldDefinition, { text: value, span }: Written): Test {
  const ms = parseDuration(value)
  if (ms !== null) return { kind: 'within', ms }
  throw new FilterSyntaxError(
    span,
    `${name} is ${show(value)}; it must be a time with its unit such as 15m, 2h or 7d`,
    ['15m', '2h', '7d'],
  )
}

function unknownValue(
  { name, values = [] }: FieldDefinition,
  { text: value, span }: Written,
): FilterSyntaxError {
  return new FilterSyntaxError(span, `${name} is ${show(value)}; it must be one of ${values.join(', ')}`, [
    ...values,
  ])
}

const show = (value: string) => JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)
