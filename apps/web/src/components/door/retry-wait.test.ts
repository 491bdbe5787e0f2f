import { expect, test } from 'vitest'
import { ProblemError } from '../../api/problem-error.ts'
import { retryWait } from './retry-wait.ts'

const problem = {
  type: 'urn:switchboard:problem:rate-limited',
  title: 'Too many tries',
  status: 429,
  detail: 'Wait.',
  code: 'rate-limited',
  requestId: 'r1',
} as const

test('a refused try says how long to wait, until that is over', () => {
  const error = new ProblemError(problem, 10_000)
  expect([retryWait(error, 4_000), retryWait(error, 10_000), retryWait(error, 12_000)]).toEqual([6_000, 0, 0])
})

test('what says nothing of waiting may be tried again at once', () => {
  expect(retryWait(new ProblemError(problem), 0)).toBe(0)
  expect(retryWait(new Error('no answer'), 0)).toBe(0)
  expect(retryWait(null, 0)).toBe(0)
})
