import { connect } from 'node:net'
import { once } from 'node:events'
import { PROBLEMS, type Problem } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TestManager } from '../testing.ts'

let manager: TestManager

beforeAll(async () => {
  manager = await TestManager.start()
})
afterAll(() => manager.close())

async function post(body: string | ReadableStream, headers: Record<string, string>) {
  const init = { method: 'POST', body, duplex: 'half' } as Omit<RequestInit, 'headers'>
  const response = await manager.fetch('/api/v1/services', { ...init, headers })
  return { response, problem: (await response.json()) as Problem }
}

const JSON_TYPE = { 'content-type': 'application/json' }

test.each([
  ['broken JSON', '{"name":', JSON_TYPE, 'validation-failed'],
  ['an empty body', '', JSON_TYPE, 'validation-failed'],
  ['a polluting key', '{"__proto__": {"admin": true}}', JSON_TYPE, 'validation-failed'],
  ['a bottomless body', '['.repeat(20_000) + ']'.repeat(20_000), JSON_TYPE, 'validation-failed'],
  [
    'a body of 256 KiB and more',
    JSON.stringify({ description: 'x'.repeat(256 * 1024) }),
    JSON_TYPE,
    'payload-too-large',
  ],
  ['a quotation without end', '"' + '\\"'.repeat(120_000), JSON_TYPE, 'validation-failed'],
  ['a crowd of mistakes', `{"listen":[${'{},'.repeat(60_000)}{}]}`, JSON_TYPE, 'validation-failed'],
  ['another crowd', `{"tags":[${'1,'.repeat(100_000)}1]}`, JSON_TYPE, 'validation-failed'],
  ['plain text', '{}', { 'content-type': 'text/plain' }, 'unsupported-media-type'],
  ['a form', 'name=x', { 'content-type': 'application/x-www-form-urlencoded' }, 'unsupported-media-type'],
  ['a type in disguise', '{}', { 'content-type': 'text/plain; application/json' }, 'unsupported-media-type'],
])('%s is %4$s', async (_what, body, headers, code) => {
  const { response, problem } = await post(body, headers)
  expect(problem.code).toBe(code)
  expect(response.status).toBe(PROBLEMS[problem.code].status)
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(response.headers.get('x-request-id')).toBe(problem.requestId)
  expect(problem).toMatchObject({ status: response.status, type: `urn:switchboard:problem:${code}` })
  expect(problem.detail).not.toBe('')
})

test('an unknown address is a problem as well', async () => {
  const { status, headers, body } = await manager.call('GET', '/nothing')
  expect([status, body.code]).toEqual([404, 'not-found'])
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/)
})

test('an address that is no address is a problem', async () => {
  const response = await manager.fetch(`/api/v1/services/%ZZ`)
  expect(response.status).toBe(400)
  expect(((await response.json()) as Problem).code).toBe('validation-failed')
})

test('what is not HTTP at all is told off and cut', async () => {
  const socket = connect(Number(new URL(manager.url).port), '127.0.0.1')
  socket.write('HELO there\r\n\r\n')
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1.1 400 /)
  expect(String(answer)).toMatch(/^X-Request-Id: [0-9a-f-]{36}\r$/m)
  socket.destroy()
})

test('whatever is answered, and however, the log can be asked about it', async () => {
  for (const path of ['/api/v1/health', '/api/v1/nothing', '/', '/nothing.js']) {
    const { headers } = await fetch(manager.url + path)
    expect(headers.get('x-request-id'), path).toMatch(/^[0-9a-f-]{36}$/)
  }
})
