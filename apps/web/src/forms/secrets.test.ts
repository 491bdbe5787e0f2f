import { ChallengeInput } from '@switchboard/contract'
import { expect, test } from 'vitest'
import type { SecretsField } from './field.ts'
import { fieldsOf } from './schema-fields.ts'
import type { JsonSchema } from './json-schema.ts'
import { findSecretErrors, randomSecret } from './secrets.ts'

const fields = fieldsOf(ChallengeInput as unknown as JsonSchema, '/challenge')
const field = fields.find((one) => one.kind === 'secrets') as SecretsField

test('the contract’s secrets have a control of their own, with its bounds', () => {
  expect(field).toMatchObject({ path: '/challenge/secrets', maxItems: 20, maxLength: 256 })
})

test.each([
  [[], '/challenge/secrets', 'One secret at least, please.'],
  [[{ name: 'lab', secret: '' }], '/challenge/secrets/0/secret', 'A secret is needed.'],
  [
    [{ name: 'a/b', secret: 'x' }],
    '/challenge/secrets/0/name',
    '“a/b” has characters that do not belong there, or too many.',
  ],
  [
    [
      { name: 'lab', secret: null },
      { name: 'lab', secret: 'x' },
    ],
    '/challenge/secrets/1/name',
    '“lab” is above already: each name stands for one secret.',
  ],
  [
    [{ name: 'lab', secret: 'x'.repeat(257) }],
    '/challenge/secrets/0/secret',
    'At most 256 characters, please; this has 257.',
  ],
])('%o is refused at its place', (drafts, path, message) => {
  expect(findSecretErrors(field, drafts)).toEqual([{ path, message }])
})

test('secrets that are kept, short or of any script are fine', () => {
  const drafts = [
    { name: 'lab', secret: null },
    { name: 'Größe 1', secret: '鍵' },
  ]
  expect(findSecretErrors(field, drafts)).toEqual([])
})

test('a generated secret is long, plain and never the same', () => {
  const secrets = Array.from({ length: 100 }, randomSecret)
  for (const secret of secrets) expect(secret).toMatch(/^[\w-]{32}$/)
  expect(new Set(secrets).size).toBe(100)
})
