import { expect, test } from 'vitest'
import type { Field, NumberField } from './field.ts'
import { fieldsOf } from './schema-fields.ts'
import type { JsonSchema } from './json-schema.ts'
import { findErrors, initialValues, parseJson, parseLines, parseNumber, toBody } from './values.ts'

const schema: JsonSchema = {
  type: 'object',
  required: ['clock', 'framing'],
  properties: {
    clock: { enum: ['ctime', 'datetime'], description: 'How the time is written.' },
    separator: { type: 'string', maxLength: 4, default: ' ' },
    timeZone: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }], default: null },
    receiveTimeoutMs: { type: 'integer', minimum: 100, maximum: 60_000, default: 5000 },
    amplification: { type: 'boolean', default: false },
    framing: {
      title: 'A message is',
      default: { kind: 'lines', maxBytes: 1024 },
      anyOf: [
        {
          type: 'object',
          required: ['kind'],
          properties: {
            kind: { const: 'raw' },
            maxBytes: { type: 'integer', minimum: 1, maximum: 65_536, default: 65_536 },
          },
        },
        {
          type: 'object',
          required: ['kind'],
          properties: {
            kind: { const: 'lines' },
            maxBytes: { type: 'integer', minimum: 1, maximum: 65_536, default: 65_536 },
          },
        },
      ],
    },
    weights: { type: 'array' },
  },
}
const fields = fieldsOf(schema, '/options')
const field = (key: string) => fields.find((one) => one.key === key) as Field
const errorsFor = (change: Record<string, unknown>) =>
  findErrors(fields, { ...initialValues(fields), ...change })

test('each property becomes the control that fits it', () => {
  expect(fields.map(({ key, kind }) => `${key}: ${kind}`)).toEqual([
    'clock: choice',
    'separator: text',
    'timeZone: text',
    'receiveTimeoutMs: number',
    'amplification: switch',
    'framing: variant',
    'weights: json',
  ])
  expect(field('framing').label).toBe('A message is')
  expect(field('receiveTimeoutMs').label).toBe('Receive timeout (ms)')
  expect(field('timeZone').nullable).toBe(true)
  expect(field('timeZone').description).toBe('Empty: none.')
})

test('a group that may be absent is null until somebody wants it', () => {
  const rate: JsonSchema = {
    properties: {
      rate: {
        anyOf: [
          {
            type: 'object',
            required: ['count'],
            properties: { count: { type: 'integer', minimum: 1, default: 50 } },
          },
          { type: 'null' },
        ],
        default: null,
      },
    },
  }
  const [group] = fieldsOf(rate, '')
  expect(group).toMatchObject({ kind: 'group', nullable: true, path: '/rate' })
  const absent = initialValues(fieldsOf(rate, ''))
  expect(absent).toEqual({ rate: null })
  expect(findErrors(fieldsOf(rate, ''), absent)).toEqual([])
  expect(toBody(fieldsOf(rate, ''), absent)).toEqual({ rate: null })
  expect(initialValues(fieldsOf(rate, ''), { rate: {} })).toEqual({ rate: { count: 50 } })
})

test('a form begins with the defaults, and a required choice with its first', () => {
  expect(initialValues(fields)).toEqual({
    clock: 'ctime',
    separator: ' ',
    timeZone: null,
    receiveTimeoutMs: 5000,
    amplification: false,
    framing: { kind: 'lines', maxBytes: 1024 },
    weights: undefined,
  })
})

test('given values win over defaults', () => {
  const values = initialValues(fields, { clock: 'datetime', framing: { kind: 'raw' } })
  expect(values).toMatchObject({ clock: 'datetime', framing: { kind: 'raw', maxBytes: 65_536 } })
})

test('the body carries what is set and nothing of other variants', () => {
  const values = { ...initialValues(fields), framing: { kind: 'raw', maxBytes: 5, stale: true } }
  const body = toBody(fields, values)
  expect(body).toMatchObject({ framing: { kind: 'raw', maxBytes: 5 }, timeZone: null })
  expect(body['framing']).not.toHaveProperty('stale')
  expect(body).not.toHaveProperty('weights')
})

test.each([
  [{ separator: 'abcde' }, '/options/separator', 'At most 4 characters, please; this has 5.'],
  [{ timeZone: '' }, '/options/timeZone', 'Time zone is needed.'],
  [{ receiveTimeoutMs: 5 }, '/options/receiveTimeoutMs', 'At least 100, please; this is 5.'],
  [{ receiveTimeoutMs: 1.5e6 }, '/options/receiveTimeoutMs', 'At most 60000, please; this is 1500000.'],
  [{ receiveTimeoutMs: 200.5 }, '/options/receiveTimeoutMs', 'A whole number, please; this is 200.5.'],
  [{ receiveTimeoutMs: 'soon' }, '/options/receiveTimeoutMs', '“soon” is not a number.'],
  [{ framing: { kind: 'raw', maxBytes: 0 } }, '/options/framing/maxBytes', 'At least 1, please; this is 0.'],
  [{ weights: '[1,' }, '/options/weights', 'This is not valid JSON: check quotes, commas and brackets.'],
])('%o is refused at its place', (change, path, message) => {
  expect(errorsFor(change)).toEqual([{ path, message }])
})

test('what is fine has no errors', () => {
  expect(errorsFor({})).toEqual([])
  expect(errorsFor({ timeZone: 'Europe/Berlin', weights: [1, 2] })).toEqual([])
})

test('patterns are checked as the server does, Unicode included', () => {
  const named = fieldsOf(
    {
      required: ['name'],
      properties: { name: { type: 'string', pattern: '^[\\p{L}\\p{N}]+$', description: 'Letters.' } },
    },
    '',
  )
  expect(findErrors(named, { name: 'Größe1' })).toEqual([])
  expect(findErrors(named, { name: 'a/b' })).toEqual([
    { path: '/name', message: 'Name “a/b” has characters that do not belong there.' },
  ])
  expect(findErrors(named, { name: '' })).toEqual([{ path: '/name', message: 'Name is needed.' }])
})

test('typed text becomes a number, nothing, or stays text to be refused', () => {
  const timeout = field('receiveTimeoutMs') as NumberField
  expect(parseNumber(timeout, ' 250 ')).toBe(250)
  expect(parseNumber(timeout, '1.5 s')).toBe(1500)
  expect(parseNumber(timeout, '')).toBeUndefined()
  expect(parseNumber(timeout, 'soon')).toBe('soon')
  expect(parseJson(field('weights'), '[1, 2]')).toEqual([1, 2])
  expect(parseJson(field('weights'), '[1,')).toBe('[1,')
})

test('a list of texts is a line for each, and an error names its own', () => {
  const lists = fieldsOf(
    {
      properties: {
        allow: { type: 'array', items: { type: 'string', maxLength: 9 }, maxItems: 2, default: [] },
      },
    },
    '/access',
  )
  expect(initialValues(lists)).toEqual({ allow: [] })
  expect(parseLines(' ::1\n\n10.0.0.0/8 ')).toEqual(['::1', '10.0.0.0/8'])
  expect(findErrors(lists, { allow: ['::1', '10.0.0.0/8'] })).toEqual([
    { path: '/access/allow/1', message: '“10.0.0.0/…” is too long: at most 9 characters.' },
  ])
  expect(findErrors(lists, { allow: ['1', '2', '3'] })).toEqual([
    { path: '/access/allow', message: 'At most 2, please; these are 3.' },
  ])
  expect(toBody(lists, { allow: ['::1'] })).toEqual({ allow: ['::1'] })
})

test('constants of a union are choices, by their titles', () => {
  const [engines] = fieldsOf(
    { properties: { engines: { anyOf: [{ const: 1, title: 'One' }, { const: 'all' }], default: 1 } } },
    '',
  )
  expect(engines).toMatchObject({
    kind: 'choice',
    choices: [
      { value: 1, label: 'One' },
      { value: 'all', label: 'all' },
    ],
  })
})

test('a list that may be null begins as null, one that may not as empty', () => {
  const list: JsonSchema = { type: 'array', items: { type: 'string' } }
  const both = fieldsOf(
    { type: 'object', properties: { all: { anyOf: [list, { type: 'null' }] }, some: list } },
    '',
  )
  const values = initialValues(both)
  expect(values).toEqual({ all: null, some: [] })
  expect(findErrors(both, values)).toEqual([])
  expect(toBody(both, values)).toEqual({ all: null, some: [] })
})
