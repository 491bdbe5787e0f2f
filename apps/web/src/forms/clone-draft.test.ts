import { ServiceInput, type Protocol, type Service } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { cloneDraft, cloneName } from './clone-draft.ts'
import type { JsonSchema } from './json-schema.ts'
import { findDraftErrors, toInput } from './service-draft.ts'

const { name, description, tags, challenge } = ServiceInput.properties
const schema = { properties: { name, description, tags, challenge } } as unknown as JsonSchema
const protocol = { id: 'echo', transports: ['tcp'], options: { properties: {} } } as unknown as Protocol

const service = (changes: object) =>
  ({
    name: 'echo-lab',
    description: '',
    tags: [],
    listen: [],
    endpoints: [],
    options: {},
    ...changes,
  }) as unknown as Service

const at = (transport: 'tcp' | 'udp', port: number, host = '127.0.0.1') => ({ transport, host, port })

test('a clone has what the other has, with a name, ports and a socket of its own', () => {
  const listen = [at('tcp', 7007), at('udp', 7007), at('tcp', 7009, '::1'), at('tcp', 0)]
  const original = service({
    tags: ['lab'],
    listen: [...listen, { transport: 'unix', path: 'echo.sock' }],
  })
  const taken = service({ name: 'other', listen: [at('tcp', 7008)] })
  const input = toInput(cloneDraft(original, protocol, [original, taken], schema), protocol, schema)
  expect(input).toMatchObject({ name: 'echo-lab-2', protocol: 'echo', tags: ['lab'] })
  expect(input.listen).toEqual([
    at('tcp', 7010),
    at('udp', 7010),
    at('tcp', 7011, '::1'),
    at('tcp', 0),
    { transport: 'unix', path: 'echo-lab-2-5.sock' },
  ])
})

test('its secrets have to be typed again', () => {
  const secrets = [{ name: 'lab', secret: null }]
  const settings = { scheme: 'hmac-sha256', timeoutMs: 10_000, accepted: 'hello', secrets }
  const original = service({ challenge: settings, listen: [at('tcp', 7007)] })
  const draft = cloneDraft(original, protocol, [original], schema)
  expect(draft.settings['challenge']).toMatchObject({ secrets: [{ name: 'lab', secret: '' }] })
  expect(findDraftErrors(draft, protocol, schema).map(({ path }) => path)).toEqual([
    '/challenge/secrets/0/secret',
  ])
})

test.each([
  ['echo-lab', 'echo-lab-2'],
  ['echo-2', 'echo-4'],
  ['a'.repeat(63), `${'a'.repeat(61)}-2`],
])('%s → %s', (from, to) => {
  expect(cloneName(from, [service({ name: 'echo-3' })])).toBe(to)
})
