import type { AccessRule, Service } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { checkSteps } from './steps.ts'

const service = {
  state: 'running',
  access: { allow: ['10.0.0.0/8'], deny: [], accessTimes: ['08:00-18:00'] },
  limits: { maxConnections: 1000, maxConnectionsPerIp: null, connectionRate: { count: 50, seconds: 1 } },
  stats: { openConnections: 3 },
} as unknown as Service
const outcomes = (allowed: boolean, kind: AccessRule['kind'], range: string | null, of = service) =>
  checkSteps({ allowed, rule: { kind, range } }, of).map(({ outcome }) => outcome)

test('who is let in has passed everything', () => {
  const steps = checkSteps({ allowed: true, rule: { kind: 'allow', range: '10.0.0.0/8' } }, service)
  expect(steps.map(({ outcome, words }) => [outcome, words])).toEqual([
    ['passed', 'No ban has the address'],
    ['passed', 'Open now, by the clock of the server: 08:00-18:00'],
    ['passed', 'Allowed by 10.0.0.0/8'],
    ['passed', '3 of 1,000 open; no limit for an address; 50 new ones in 1 second'],
  ])
})

test('after the rule that refuses, nothing is asked', () => {
  const [passed, refused, unasked] = ['passed', 'refused', 'not-asked']
  expect(outcomes(false, 'ban', '10.1.0.0/16')).toEqual([refused, unasked, unasked, unasked])
  expect(outcomes(false, 'access-times', '08:00-18:00')).toEqual([passed, refused, unasked, unasked])
  expect(outcomes(false, 'no-match', null)).toEqual([passed, passed, refused, unasked])
  expect(outcomes(false, 'connection-rate', null)).toEqual([passed, passed, passed, refused])
})

test('a service that does not run has no limits to ask', () => {
  const stopped = { ...service, state: 'stopped' } as Service
  expect(outcomes(true, 'allow', '10.0.0.0/8', stopped).at(-1)).toBe('not-asked')
  const words = checkSteps({ allowed: true, rule: { kind: 'allow', range: null } }, stopped).at(-1)?.words
  expect(words).toBe('Not asked: the service does not run')
})
