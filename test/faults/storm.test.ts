import { expect } from 'vitest'
import { portOf } from '../support/services.ts'
import { storm } from './crowd.ts'
import { managerRow, size } from './fault.ts'
import { tally } from './journal.ts'
import { inMs, timed, watchRest } from './measure.ts'

managerRow(
  {
    row: 14,
    what: `storm of ${size(500, 50_000)} connects with room for 40`,
    expected: 'every one served or counted refused, 0 lost rows',
  },
  async ({ rest, start, service }) => {
    const target = await start('echo', { limits: { maxConnections: 40 } })
    const watch = watchRest(rest)
    const count = size(500, 50_000)
    const { ms, value } = await timed(() => storm(portOf(target), count))
    const p99 = await watch.stop()
    expect(value.served + value.refused).toBe(count)
    await rest.post(`/services/${target.id}/stop`, { drainMs: 0 })
    const { stats } = await service(target.id)
    expect(stats.totalConnections + stats.refusedConnections).toBe(count)
    const { totalConnections: total, refusedConnections: refused } = stats
    expect(await tally(rest, target.id)).toEqual({ opened: total, closed: total, refused })
    const perSecond = ((count / ms) * 1000).toFixed(0)
    return `${total} served, ${refused} refused, 0 lost rows, ${perSecond} conn/s, REST p99 ${inMs(p99)}`
  },
)
