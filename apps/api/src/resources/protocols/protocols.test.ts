import type { Protocol } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TestManager } from '../../testing.ts'

let manager: TestManager

beforeAll(async () => {
  manager = await TestManager.start()
})
afterAll(() => manager.close())

test('every protocol comes with the JSON Schema of its options', async () => {
  const { body } = await manager.call<Protocol[]>('GET', '/protocols')
  expect(body.map(({ id }) => id)).toEqual(expect.arrayContaining(['echo', 'timestamp']))
  for (const { options, transports, snippets } of body) {
    expect(options).toMatchObject({ type: 'object', properties: expect.any(Object) })
    expect(transports.length).toBeGreaterThan(0)
    expect(snippets.nc).toContain('{host}')
  }
  const one = await manager.call<Protocol>('GET', '/protocols/echo')
  expect(one.body).toEqual(body.find(({ id }) => id === 'echo'))
})

test('an unknown protocol is 404 and names those there are', async () => {
  const { status, body } = await manager.call('GET', '/protocols/gopher')
  expect(status).toBe(404)
  expect(body.detail).toContain('echo')
})
