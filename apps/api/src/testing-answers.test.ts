import { Setup } from '@switchboard/contract'
import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { answer } from './resources/documented.ts'
import { AnswerCheck } from './testing-answers.ts'

test('an answer that is not as its route says is found: wrong, too much, or with another status', async () => {
  const answers = new AnswerCheck()
  const app = fastify({ ajv: { customOptions: { strict: false } } })
  app.setSerializerCompiler(() => (body) => JSON.stringify(body))
  app.addHook('preSerialization', async (request, reply, body) => {
    answers.take(request, reply.statusCode, body)
    return body
  })
  app.post<{ Body: object; Querystring: { status?: string } }>(
    '/api/echo',
    { schema: { response: { 200: answer(Setup, 'What was sent.') } } },
    async ({ body, query }, reply) => reply.code(Number(query.status ?? 200)).send(body),
  )
  const found = async (payload: object, query = '') => {
    await app.inject({ method: 'POST', url: `/api/echo${query}`, payload })
    return answers.mismatches.splice(0).map((mismatch) => mismatch.replace(/ in .*/, ''))
  }
  expect(await found({ needed: true })).toEqual([])
  expect(await found({ needed: false })).toEqual([
    'POST /api/echo 200: data/needed must be equal to constant',
  ])
  expect(await found({ needed: true, code: '1' })).toEqual([
    'POST /api/echo 200: data must NOT have additional properties',
  ])
  expect(await found({ needed: true }, '?status=202')).toEqual(['POST /api/echo 202: is not described'])
})
