import { expect, test } from 'vitest'
import type { Operation, Reference } from '../../api/reference.ts'
import { chaptersOf } from './chapters.ts'

const operation = (operationId: string, tag: string): Operation => ({
  ...{ operationId, summary: `What ${operationId} does`, tags: [tag], responses: {} },
  'x-required-role': 'viewer',
})

const reference: Reference = {
  info: { version: '1' },
  tags: [
    { name: 'services', description: 'What listens.' },
    { name: 'files', description: 'What came.' },
  ],
  paths: {
    '/api/v1/files': { get: operation('listFiles', 'files') },
    '/api/v1/services': {
      get: operation('listServices', 'services'),
      post: operation('createService', 'services'),
    },
  },
  components: { schemas: {} },
}

const found = (search: string) =>
  chaptersOf(reference, search).map(({ name, entries }) => [
    name,
    ...entries.map((entry) => entry.operation.operationId),
  ])

test('the chapters come in the order of the tags', () => {
  expect(found('')).toEqual([
    ['services', 'listServices', 'createService'],
    ['files', 'listFiles'],
  ])
})

test('every word of a search has to occur, in any order and case', () => {
  expect(found('SERVICES post')).toEqual([['services', 'createService']])
  expect(found('list')).toEqual([
    ['services', 'listServices'],
    ['files', 'listFiles'],
  ])
  expect(found('nothing')).toEqual([])
})
