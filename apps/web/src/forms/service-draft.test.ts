import { ServiceInput, type Protocol, type Service } from '@switchboard/contract'
import { expect, test } from 'vitest'
import type { JsonSchema } from './json-schema.ts'
import { amplifies, draftOf, findDraftErrors, newDraft, toCurl, toInput, toPatch } from './service-draft.ts'

const schema: JsonSchema = {
  required: ['name'],
  properties: {
    name: { type: 'string', minLength: 1 },
    description: { type: 'string', default: '' },
    limits: {
      type: 'object',
      properties: {
        maxConnections: { type: 'integer', minimum: 1, default: 1000 },
        idleTimeoutMs: { anyOf: [{ type: 'integer', minimum: 100 }, { type: 'null' }], default: 300_000 },
      },
    },
  },
}
const protocol = {
  id: 'echo',
  transports: ['tcp', 'udp', 'unix'],
  defaultPort: 7,
  options: { properties: { amplification: { type: 'boolean', default: false } } },
} as unknown as Protocol
const service = {
  id: 'svc_1',
  name: 'echo-1',
  description: '',
  listen: [{ transport: 'tcp', host: '127.0.0.1', port: 7007 }],
  endpoints: [],
  options: { amplification: false },
  limits: { maxConnections: 1000, idleTimeoutMs: null },
} as unknown as Service

test('a new service can be sent as it is proposed', () => {
  const draft = newDraft(protocol, [service], schema)
  expect(findDraftErrors(draft, protocol, schema)).toEqual([])
  expect(toInput(draft, protocol, schema)).toEqual({
    protocol: 'echo',
    name: 'echo-2',
    description: '',
    listen: [
      { transport: 'tcp', host: '127.0.0.1', port: 7008 },
      { transport: 'udp', host: '127.0.0.1', port: 7008 },
    ],
    options: { amplification: false },
    limits: { maxConnections: 1000, idleTimeoutMs: 300_000 },
  })
})

test('an unchanged service has nothing to send, a changed one only its changes', () => {
  const draft = draftOf(service, protocol, schema)
  expect(toPatch(draft, service, protocol, schema)).toBeUndefined()
  draft.settings['limits'] = { maxConnections: 5, idleTimeoutMs: null }
  expect(toPatch(draft, service, protocol, schema)).toEqual({
    limits: { maxConnections: 5, idleTimeoutMs: null },
  })
})

test('errors name their place in the request', () => {
  const draft = newDraft(protocol, [], schema)
  draft.settings['name'] = ''
  draft.settings['limits'] = { maxConnections: 0 }
  draft.listen = draft.listen.map((row) => ({ ...row, port: 'x' }))
  const paths = findDraftErrors(draft, protocol, schema).map(({ path }) => path)
  expect(paths).toEqual(['/name', '/limits/maxConnections', '/listen/0/port', '/listen/1/port'])
})

test('amplification matters only with UDP', () => {
  const draft = newDraft(protocol, [], schema)
  expect(amplifies(draft)).toBe(false)
  draft.options['amplification'] = true
  expect(amplifies(draft)).toBe(true)
  expect(amplifies({ ...draft, listen: draft.listen.filter(({ transport }) => transport === 'tcp') })).toBe(
    false,
  )
})

test('a quote in a value does not end the quoting of the shell', () => {
  const input = { ...toInput(newDraft(protocol, [], schema), protocol, schema), description: "it's" }
  expect(toCurl('http://127.0.0.1:8080', input)).toContain(String.raw`it'\''s`)
})

const gatedSchema = {
  properties: { ...schema.properties, challenge: ServiceInput.properties.challenge },
} as unknown as JsonSchema
const gatedProtocol = { ...protocol, transports: ['tcp', 'udp'], needsChallenge: true } as Protocol

test('a protocol that needs a challenge begins with one to be filled in, and not on UDP', () => {
  const draft = newDraft(gatedProtocol, [], gatedSchema)
  expect(draft.settings['challenge']).toEqual({
    scheme: 'hmac-sha256',
    secrets: [{ name: '', secret: '' }],
    timeoutMs: 10_000,
    accepted: 'hello',
  })
  expect(findDraftErrors(draft, gatedProtocol, gatedSchema)).toEqual([
    { path: '/challenge/secrets/0/name', message: 'Who knows this secret? A name is needed.' },
    { path: '/challenge/secrets/0/secret', message: 'A secret is needed.' },
    {
      path: '/listen/1/transport',
      message: 'On UDP nobody can be asked for a secret: remove this address, or ask for none.',
    },
  ])
})

test('a secret on record is kept by its name, and none is in a command for a terminal', () => {
  const secrets = [{ name: 'lab', secret: null as string | null }]
  const challenge = { scheme: 'hmac-sha256', secrets, timeoutMs: 10_000, accepted: 'hello' }
  const gated = { ...service, challenge } as unknown as Service
  const draft = draftOf(gated, protocol, gatedSchema)
  expect(toPatch(draft, gated, protocol, gatedSchema)).toBeUndefined()
  const changed = { ...challenge, secrets: [...secrets, { name: 'field', secret: 'battery staple' }] }
  draft.settings['challenge'] = changed
  expect(toPatch(draft, gated, protocol, gatedSchema)).toEqual({ challenge: changed })
  const curl = toCurl('http://127.0.0.1:8080', toInput(draft, protocol, gatedSchema))
  expect(curl).toContain('"field"')
  expect(curl).toContain('"Authorization: Bearer $SWITCHBOARD_TOKEN"')
  expect(curl).not.toContain('battery')
})
