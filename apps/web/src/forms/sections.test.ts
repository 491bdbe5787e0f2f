import {
  Access,
  Capture,
  DrainTimeoutMs,
  Engines,
  Limits,
  Restart,
  ServiceInput,
  SocketOptions,
} from '@switchboard/contract'
import { expect, test } from 'vitest'
import type { Field } from './field.ts'
import { fieldsOf } from './schema-fields.ts'
import type { JsonSchema } from './json-schema.ts'
import { countChanged, sectionsOf } from './sections.ts'
import { initialValues } from './values.ts'

const { description, tags, challenge, retention } = ServiceInput.properties
const schema = {
  properties: {
    description,
    tags,
    access: Access,
    challenge,
    limits: Limits,
    restart: Restart,
    capture: Capture,
    retention,
    engines: Engines,
    drainTimeoutMs: DrainTimeoutMs,
    socket: SocketOptions,
  },
} as unknown as JsonSchema
const fields = fieldsOf(schema, '')

const leaves = (field: Field): Field[] => (field.kind === 'group' ? field.fields.flatMap(leaves) : [field])

test('every setting of the contract is in one section, and has a control of its own', () => {
  const sections = sectionsOf(fields)
  expect(sections.flatMap((section) => section.fields).length).toBe(fields.length)
  expect(fields.flatMap(leaves).filter(({ kind }) => kind === 'json')).toEqual([])
})

test('what differs from its default is counted, a group that was switched on once', () => {
  const values = initialValues(fields, {
    engines: 'all',
    access: { allow: ['10.0.0.0/8'] },
    limits: { maxConnections: 5, connectionRate: { count: 2 } },
  })
  expect(sectionsOf(fields).map((section) => [section.title, countChanged(section.fields, values)])).toEqual([
    ['About', 0],
    ['Access', 1],
    ['Challenge', 0],
    ['Limits', 2],
    ['Capture and retention', 0],
    ['Failing and stopping', 0],
    ['Engines and sockets', 1],
  ])
})
