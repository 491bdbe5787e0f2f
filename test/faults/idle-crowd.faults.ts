import { once } from 'node:events'
import { expect } from 'vitest'
import { residentBytes } from '../../bench/process-figures.ts'
import { portOf } from '../support/services.ts'
import { gather } from './crowd.ts'
import { managerRow, size } from './fault.ts'
import { inMs, percentile99, timed } from './measure.ts'

const PROBES = 500

managerRow(
  {
    row: 13,
    what: `${size(200, 10_000)} idle connections`,
    expected: 'all held, ≤ 10 KB each, echo p99 ≤ 20 ms',
  },
  async ({ engines, start, service }) => {
    const count = size(200, 10_000)
    const target = await start('echo', { limits: { maxConnections: null, idleTimeoutMs: null } })
    await gather(portOf(target), 200)
    const memory = () => engines().reduce((sum, pid) => sum + residentBytes(pid), 0)
    const before = memory()
    const { sockets, served } = await gather(portOf(target), count)
    expect(served).toBe(count)
    await expect.poll(async () => (await service(target.id)).stats.openConnections).toBe(count + 200)
    const each = (memory() - before) / count / 1000
    const times: number[] = []
    for (const socket of sockets.slice(0, PROBES)) {
      const echo = async () => {
        socket.write('x')
        await once(socket, 'data')
      }
      times.push((await timed(echo)).ms)
    }
    const p99 = percentile99(times)
    expect(p99).toBeLessThanOrEqual(20)
    if (count >= 10_000) expect(each).toBeLessThanOrEqual(10)
    return `${each.toFixed(1)} KB each, echo p99 ${inMs(p99)}`
  },
)
