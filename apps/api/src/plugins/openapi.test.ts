import { Validator } from '@seriousme/openapi-schema-validator'
import * as contract from '@switchboard/contract'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TestManager } from '../testing.ts'

type Operation = {
  summary?: string
  tags?: string[]
  operationId?: string
  'x-required-role'?: string | null
  security?: object[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, Answer>
}
type Media = { schema: object; example?: unknown }
type Answer = { description: string; headers?: object; content?: Record<string, Media> }
type Document = {
  openapi: string
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, object> }
}

let manager: TestManager
let document: Document

beforeAll(async () => {
  manager = await TestManager.start()
  document = (await manager.call<Document>('GET', '/openapi.json')).body
})
afterAll(() => manager.close())

const operations = () => Object.values(document.paths).flatMap((methods) => Object.values(methods))

/** Every route that the router knows below /api, and /metrics, as `GET /api/v1/services/{id}`. */
function routes(): string[] {
  const above: string[] = []
  const lines = manager.app
    .printRoutes({ commonPrefix: false })
    .matchAll(/^([│ ]*)[├└]── (\S*)(?: \((.+)\))?$/gm)
  return [...lines].flatMap(([, indent = '', part = '', methods = '']) => {
    const depth = indent.length / 4
    const path = (above[depth - 1] ?? '') + part
    above.splice(depth, Infinity, path)
    return methods.split(', ').flatMap((method) => describedAs(method, path))
  })
}

function describedAs(method: string, path: string): string[] {
  const isCounted = method !== '' && method !== 'HEAD' && /^\/(api|metrics)/.test(path)
  return isCounted ? [`${method} ${path.replaceAll(/\/:(\w+)/g, '/{$1}')}`] : []
}

test('it is OpenAPI 3.1 and describes every route there is', () => {
  expect(document.openapi).toMatch(/^3\.1/)
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(described.length).toBeGreaterThan(15)
  expect(described.sort()).toEqual(routes().sort())
})

test('every operation has a name, a summary, a tag, an answer and its problems', () => {
  const names = operations().map(({ operationId }) => operationId)
  expect(new Set(names).size).toBe(names.length)
  for (const { operationId, summary, tags, responses } of operations()) {
    expect({ operationId, summary, tags }).toEqual({
      operationId: expect.any(String),
      summary: expect.any(String),
      tags: [expect.any(String)],
    })
    expect(Object.keys(responses).some((status) => Number(status) < 300)).toBe(true)
    expect(responses['500']?.content?.['application/problem+json']?.schema).toEqual({
      $ref: '#/components/schemas/Problem',
    })
  }
})

test('it is valid by the schema of OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document))
  expect(errors).toBeUndefined()
  expect(valid).toBe(true)
})

test('every operation says who may call it, and only those that nobody is asked for need no identity', () => {
  for (const { operationId, security, ...operation } of operations()) {
    const role = operation['x-required-role']
    expect([operationId, role]).toEqual([operationId, expect.toSatisfy(isRoleOrNull)])
    expect([operationId, security]).toEqual([operationId, role === null ? [] : undefined])
  }
})

const isRoleOrNull = (role: unknown) => role === null || contract.ROLES.some((known) => known === role)

test('every tag that is used is explained, and every answer promises its id and when to come back', () => {
  const explained = document.tags.filter(({ description }) => description).map(({ name }) => name)
  expect(explained).toEqual(expect.arrayContaining([...new Set(operations().flatMap(({ tags }) => tags))]))
  for (const { responses } of operations()) {
    for (const [status, { headers }] of Object.entries(responses)) {
      expect(headers).toHaveProperty('X-Request-Id')
      if (['429', '503'].includes(status)) expect(headers).toHaveProperty('Retry-After')
    }
  }
})

test('every JSON body, asked for or answered, has an example that fits its schema', () => {
  const ajv = addFormats.default(new Ajv({ strict: false, allErrors: true }))
  ajv.addSchema({ $id: 'doc', components: document.components })
  const check = (what: string, { schema, example }: Media) => {
    const rebased = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"doc#/')) as object
    ajv.validate(rebased, example)
    expect([what, example === undefined, ajv.errorsText()]).toEqual([what, false, 'No errors'])
  }
  for (const { operationId = '', requestBody, responses } of operations()) {
    if (requestBody?.content['application/json'])
      check(`body of ${operationId}`, requestBody.content['application/json'])
    for (const [status, { content }] of Object.entries(responses)) {
      const media = content?.['application/json']
      if (media && operationId !== 'describeApi') check(`${status} of ${operationId}`, media)
    }
  }
})

test('the things of the contract are components, and every reference leads to one', () => {
  const text = JSON.stringify(document)
  const named = Object.values(contract).flatMap((part) => (hasId(part) ? part.$id : []))
  expect(named).toContain('Service')
  expect(Object.keys(document.components.schemas).sort()).toEqual(named.sort())
  for (const [, name = ''] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)) {
    expect(document.components.schemas).toHaveProperty(name)
  }
  expect(text).not.toMatch(/"\$ref":"(?!#\/)/)
})

function hasId(part: unknown): part is { $id: string } {
  return typeof part === 'object' && part !== null && '$id' in part
}
