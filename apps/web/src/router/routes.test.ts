import { expect, test } from 'vitest'
import { matchRoute } from './routes.ts'

test.each([
  ['/', { page: 'overview' }],
  ['/services', { page: 'services' }],
  ['/services/', { page: 'services' }],
  ['/services/new', { page: 'service-new' }],
  ['/services/svc_01', { page: 'service', id: 'svc_01' }],
  ['/live', { page: 'live' }],
  ['/connections', { page: 'connections' }],
  ['/connections/a%2Fb', { page: 'connection', id: 'a/b' }],
  ['/files', { page: 'files' }],
  ['/client', { page: 'client' }],
  ['/bans', { page: 'bans' }],
  ['/users', { page: 'users' }],
  ['/tokens', { page: 'tokens' }],
  ['/audit', { page: 'audit' }],
  ['/settings', { page: 'settings' }],
  ['/docs', { page: 'reference' }],
  ['/account', { page: 'account' }],
  ['/login', { page: 'login' }],
  ['/setup', { page: 'setup' }],
])('%s shows its screen', (path, route) => {
  expect(matchRoute(path)).toEqual(route)
})

test.each(['/nothing', '/services/svc_01/more', '/Services', '/live/1'])('%s is not found', (path) => {
  expect(matchRoute(path)).toEqual({ page: 'not-found', path })
})

test('a broken escape does not break the page', () => {
  expect(matchRoute('/services/%E0%A4%A')).toEqual({ page: 'service', id: '%E0%A4%A' })
})
