import { expect, test } from 'vitest'
import type { Schema } from '../../api/reference.ts'
import { boundsOf, kindOf, shapeOf } from './schema-words.ts'

test.each<[Schema, string]>([
  [{ type: 'integer' }, 'integer'],
  [{ type: 'string', format: 'date-time' }, 'string (date-time)'],
  [{ enum: ['tcp', 'udp'] }, '"tcp" | "udp"'],
  [{ const: true }, 'true'],
  [{ anyOf: [{ type: 'integer' }, { type: 'null' }] }, 'integer or null'],
  [{ type: 'array', items: { $ref: '#/components/schemas/Service' } }, 'array of Service'],
  [{}, 'any value'],
])('%j is %s', (schema, words) => {
  expect(kindOf(schema)).toBe(words)
})

test('bounds are told, also of what may be null', () => {
  const port = { type: 'integer', minimum: 0, maximum: 65_535 }
  expect(boundsOf({ ...port, default: 7 })).toEqual(['0 to 65535', 'default 7'])
  expect(boundsOf({ anyOf: [port, { type: 'null' }], default: null })).toEqual(['0 to 65535', 'default null'])
  expect(boundsOf({ type: 'string', maxLength: 40, writeOnly: true })).toEqual([
    'at most 40 characters',
    'never read back',
  ])
})

test('fields are found behind names and arrays, and a name that leads to itself has none', () => {
  const named: Record<string, Schema> = {
    Service: { type: 'object', properties: { id: { type: 'string' } } },
    Loop: { $ref: '#/components/schemas/Loop' },
  }
  const service = { $ref: '#/components/schemas/Service' }
  expect(shapeOf({ type: 'array', items: service }, named)).toBe(named['Service'])
  expect(shapeOf({ anyOf: [service, { type: 'null' }] }, named)).toBe(named['Service'])
  expect(shapeOf({ anyOf: [service, { type: 'string' }] }, named)).toBeNull()
  expect(shapeOf({ $ref: '#/components/schemas/Loop' }, named)).toBeNull()
})
