import type { ListenAddress, Problem } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { fieldsOfProblem } from './problem-fields.ts'

const listen: ListenAddress[] = [
  { transport: 'unix', path: 'a.sock' },
  { transport: 'tcp', host: '127.0.0.1', port: 7007 },
]
const problem = (fields: Partial<Problem>) => ({ detail: 'why', ...fields }) as Problem

test('a problem goes to the fields it names', () => {
  const errors = [{ path: '/limits/maxConnections', message: 'Too many' }]
  expect(fieldsOfProblem(problem({ code: 'validation-failed', errors }), listen)).toEqual(errors)
})

test('a message that goes on from the name of a field becomes a sentence', () => {
  const errors = [{ path: '/access/allow/1', message: 'is "10/99"; it must be a range' }]
  expect(fieldsOfProblem(problem({ code: 'validation-failed', errors }), listen)).toEqual([
    { path: '/access/allow/1', message: 'This is "10/99"; it must be a range.' },
  ])
})

test('a taken name goes to the name, a refused address to its row', () => {
  expect(fieldsOfProblem(problem({ code: 'name-taken' }), listen)).toEqual([
    { path: '/name', message: 'why' },
  ])
  const address = { transport: 'tcp' as const, host: '127.0.0.1', port: 7007 }
  const found = fieldsOfProblem(problem({ code: 'address-in-use', address }), listen)
  expect(found).toEqual([{ path: '/listen/1', message: 'why' }])
})

test('other problems go to no field', () => {
  const address = { transport: 'tcp' as const, host: '127.0.0.1', port: 1 }
  expect(fieldsOfProblem(problem({ code: 'address-in-use', address }), listen)).toEqual([])
  expect(fieldsOfProblem(problem({ code: 'overloaded' }), listen)).toEqual([])
})
