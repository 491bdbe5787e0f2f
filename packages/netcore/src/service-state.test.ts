import { expect, it } from 'vitest'
import { isLegalMove, type ServiceState } from './service-state.ts'

const STATES: ServiceState[] = ['stopped', 'starting', 'running', 'degraded', 'draining', 'backoff', 'failed']

it('reaches every state from stopped, and stopped from every state', () => {
  const reachable = (from: ServiceState) => {
    const seen = new Set<ServiceState>()
    const visit = (state: ServiceState) => {
      if (seen.has(state)) return
      seen.add(state)
      STATES.filter((next) => isLegalMove(state, next)).forEach(visit)
    }
    visit(from)
    return seen
  }
  expect(reachable('stopped')).toEqual(new Set(STATES))
  for (const state of STATES) expect(reachable(state)).toContain('stopped')
})

it('never cuts a running service without draining it', () => {
  expect(isLegalMove('running', 'stopped')).toBe(false)
})
