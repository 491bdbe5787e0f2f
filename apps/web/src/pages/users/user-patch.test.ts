import type { User } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { patchOf } from './user-patch.ts'

const ada: User = {
  id: 'usr_1',
  username: 'ada',
  role: 'admin',
  secondFactor: true,
  sessions: 1,
  createdAt: '2026-11-21T09:00:00.000Z',
  lastSeenAt: null,
}

test('only what differs is changed', () => {
  expect(patchOf(ada, { username: 'ada', role: 'admin', password: undefined })).toBeNull()
  expect(patchOf(ada, { username: 'ada', role: 'admin', password: '' })).toBeNull()
  expect(patchOf(ada, { username: 'Ada', role: 'admin' })).toEqual({ username: 'Ada' })
  expect(patchOf(ada, { username: 'ada', role: 'viewer', password: 'kettle drum' })).toEqual({
    role: 'viewer',
    password: 'kettle drum',
  })
})
