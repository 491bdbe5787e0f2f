import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import { portOf } from '../support/services.ts'
import { storm } from './crowd.ts'
import { isFull, managerRow } from './fault.ts'
import { tally } from './journal.ts'
import { inMs, timed } from './measure.ts'

const ASLEEP_MS = isFull ? 5000 : 1000

managerRow(
  {
    row: 15,
    what: `SIGSTOP of the manager for ${ASLEEP_MS / 1000} s under load`,
    expected: 'connections are served meanwhile, engines stay, every one on record after',
  },
  async ({ manager, rest, engines, start }) => {
    const service = await start('echo', { limits: { maxConnections: null } })
    const before = engines()
    process.kill(manager.pid, 'SIGSTOP')
    let served = 0
    try {
      const until = performance.now() + ASLEEP_MS
      while (performance.now() < until) {
        served += (await storm(portOf(service), 20, 5)).served
        await pause(20)
      }
    } finally {
      process.kill(manager.pid, 'SIGCONT')
    }
    const recovery = await timed(() => rest.get('/services'))
    expect(recovery.ms).toBeLessThan(1000)
    await rest.post(`/services/${service.id}/stop`, { drainMs: 0 })
    expect(await tally(rest, service.id)).toEqual({ opened: served, closed: served, refused: 0 })
    expect(engines()).toEqual(before)
    return `${served} served meanwhile, REST answers ${inMs(recovery.ms)} after`
  },
)
