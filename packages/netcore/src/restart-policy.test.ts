import { describe, expect, it } from 'vitest'
import { RestartPolicy, type RestartSettings } from './restart-policy.ts'

const settings: RestartSettings = {
  policy: 'on-failure',
  delayMs: 100,
  maxDelayMs: 1000,
  burst: 5,
  intervalMs: 10_000,
}

/** Fails `failures` times, each `livesMs` after a start, and collects the delays until it gives up. */
function delays({
  failures,
  livesMs,
  ...change
}: { failures: number; livesMs: number } & Partial<RestartSettings>) {
  const restart = new RestartPolicy()
  const found: (number | null)[] = []
  let now = 0
  for (let failure = 0; failure < failures; failure++) {
    restart.started(now)
    now += livesMs
    const delay = restart.next('engine-lost', { ...settings, ...change }, now)
    found.push(delay)
    if (delay === null) break
    now += delay
  }
  return found
}

describe('RestartPolicy', () => {
  it('waits twice as long after each failure in a row, up to the limit', () => {
    expect(delays({ failures: 6, livesMs: 1, burst: 100 })).toEqual([100, 200, 400, 800, 1000, 1000])
  })

  it('gives up after a burst of starts within the interval', () => {
    expect(delays({ failures: 10, livesMs: 1 })).toEqual([100, 200, 400, 800, null])
  })

  it('begins anew after a start that held for the interval', () => {
    expect(delays({ failures: 20, livesMs: 10_001 })).toEqual(Array(20).fill(100))
  })

  it('never gives up when the delays spread the starts over the interval', () => {
    expect(delays({ failures: 50, livesMs: 1, maxDelayMs: 30_000, delayMs: 5000 })).not.toContain(null)
  })

  it('starts again only for the failures its policy is for', () => {
    const decide = (policy: RestartSettings['policy'], failure: 'engine-lost' | 'start-failed') =>
      new RestartPolicy().next(failure, { ...settings, policy }, 0) !== null
    expect(decide('never', 'engine-lost')).toBe(false)
    expect(decide('on-failure', 'engine-lost')).toBe(true)
    expect(decide('on-failure', 'start-failed')).toBe(false)
    expect(decide('always', 'start-failed')).toBe(true)
  })

  it('forgets what was before when somebody asks for a start', () => {
    const restart = new RestartPolicy()
    for (let start = 0; start < 5; start++) restart.started(start)
    expect(restart.next('engine-lost', settings, 5)).toBeNull()
    restart.reset()
    restart.started(6)
    expect(restart.next('engine-lost', settings, 7)).toBe(100)
  })
})
