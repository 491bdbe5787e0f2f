import { expect, test } from 'vitest'
import { changesOf, differencesOf, mergeOf, suggestedSide } from './changes.ts'
import { fieldsOf } from './schema-fields.ts'
import type { JsonSchema } from './json-schema.ts'
import { valueWords } from './value-words.ts'

const rate = { type: 'object', properties: { count: { type: 'integer', title: 'Connections' } } }
const secret = { type: 'object', properties: { name: { type: 'string' }, secret: { writeOnly: true } } }
const schema: JsonSchema = {
  properties: {
    name: { type: 'string' },
    limits: {
      type: 'object',
      properties: {
        idleTimeoutMs: { anyOf: [{ type: 'integer' }, { type: 'null' }], title: 'Idle' },
        rate: { anyOf: [rate, { type: 'null' }] },
      },
    },
    secrets: { type: 'array', items: secret },
    engines: {
      anyOf: [
        { const: 1, title: 'One' },
        { const: 'all', title: 'All of them' },
      ],
    },
    noDelay: { type: 'boolean' },
  },
}
const fields = fieldsOf(schema, '')
const base = {
  name: 'echo',
  limits: { idleTimeoutMs: 5000, rate: { count: 5 } },
  secrets: [{ name: 'lab', secret: null }],
  engines: 1,
  noDelay: true,
}

/** What changed, as a reader is told. */
const told = (after: typeof base | Record<string, unknown>) =>
  changesOf(fields, base, after).map(({ field, trail, before, after: now }) =>
    [trail.join(' › '), valueWords(field, before), valueWords(field, now)].join(' | '),
  )

test('changes are told setting by setting, in words, with secrets masked', () => {
  expect(told(base)).toEqual([])
  const limits = { idleTimeoutMs: null, rate: { count: 9 } }
  const secrets = [...base.secrets, { name: 'night', secret: 'hush' }]
  expect(told({ ...base, limits, secrets, engines: 'all', noDelay: false })).toEqual([
    'Limits › Idle | 5000 (5.0 s) | none',
    'Limits › Rate › Connections | 5 | 9',
    'Secrets | lab ••• | lab •••; night ••• new',
    'Engines | One | All of them',
    'No delay | on | off',
  ])
  expect(told({ ...base, limits: { ...base.limits, rate: null } })).toEqual([
    'Limits › Rate | Connections: 5 | none',
  ])
})

const mine = { ...base, name: 'mine', limits: { ...base.limits, idleTimeoutMs: 1 } }
const theirs = { ...base, name: 'theirs', noDelay: false, limits: { ...base.limits, idleTimeoutMs: 1 } }

test('of two versions the settings that differ are told, with who changed them', () => {
  const differences = differencesOf(fields, base, mine, theirs)
  expect(differences.map(({ field, by }) => [field.key, by])).toEqual([
    ['name', 'both'],
    ['noDelay', 'others'],
  ])
})

test('a merge loses nothing of either, and takes of what both changed what is wished', () => {
  const differences = differencesOf(fields, base, mine, theirs)
  expect(mergeOf(theirs, differences, suggestedSide)).toEqual({ ...theirs, name: 'mine' })
  expect(mergeOf(theirs, differences, () => 'theirs')).toEqual(theirs)
  expect(mergeOf(theirs, differences, () => 'mine')).toEqual(mine)
})
