import { expect, test } from 'vitest'
import { refusalOfRole, refusalOfScreen } from './rights.ts'

const viewer = { role: 'viewer', services: null } as const
const operator = { role: 'operator', services: null } as const
const admin = { role: 'admin', services: null } as const
const scoped = { role: 'admin' as const, services: ['svc_1'] }

test('a role may do what the ones before it may, and nothing beyond', () => {
  expect(refusalOfRole(viewer, 'viewer')).toBeNull()
  expect(refusalOfRole(viewer, 'operator')).toBe('Takes the role operator')
  expect(refusalOfRole(operator, 'operator')).toBeNull()
  expect(refusalOfRole(operator, 'admin')).toBe('Takes the role admin')
  expect(refusalOfRole(admin, 'operator')).toBeNull()
  expect(refusalOfRole(null, 'viewer')).toBe('Takes the role viewer')
})

test('some screens take an admin, and none of those a token for single services', () => {
  for (const page of ['users', 'tokens', 'audit', 'service-new'] as const) {
    expect(refusalOfScreen(admin, page)).toBeNull()
    expect(refusalOfScreen(operator, page)).toBe('Takes the role admin')
    expect(refusalOfScreen(scoped, page)).toBe('Takes a token for all services')
  }
  for (const page of ['live', 'settings'] as const) expect(refusalOfScreen(viewer, page)).toBeNull()
})
