import * as contract from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TestManager } from '../testing.ts'

type Operation = {
  summary?: string
  tags?: string[]
  operationId?: string
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>
}
type Document = {
  openapi: string
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
