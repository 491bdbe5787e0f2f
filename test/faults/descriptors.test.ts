import { expect } from 'vitest'
import { findProgram } from '../../scripts/setup/find-program.js'
import { managerCommand } from '../support/manager.ts'
import { portOf } from '../support/services.ts'
import { gather } from './crowd.ts'
import { row, size } from './fault.ts'
import { tally } from './journal.ts'
import { inMs, timed, watchRest } from './measure.ts'
import { openScene } from './scene.ts'

row(
  {
    row: 7,
    what: `256 descriptors, ${size(500, 2000)} connects that stay`,
    expected: 'own cap sheds first, each refusal counted, REST p99 ≤ 100 ms, well again ≤ 1 s',
  },
  async (context) => {
    const prlimit = findProgram('prlimit')
    if (!prlimit) return context.skip('there is no prlimit')
    const { rest, start, unharmed } = await openScene({
      command: [prlimit, '--nofile=256', ...managerCommand],
      env: { SWITCHBOARD_ENGINES: '2' },
    })
    const service = await start('echo', { limits: { maxConnections: null } })
    const watch = watchRest(rest)
    const { sockets, served, refused } = await gather(portOf(service), size(500, 2000), 20)
    const p99 = await watch.stop()
    expect(served).toBeGreaterThan(100)
    expect(p99).toBeLessThan(100)
    for (const socket of sockets) socket.destroy()
    const back = await timed(() =>
      expect.poll(async () => (await gather(portOf(service), 1)).served, { interval: 20 }).toBe(1),
    )
    expect(back.ms).toBeLessThan(1000)
    await rest.post(`/services/${service.id}/stop`, { drainMs: 0 })
    const onRecord = await tally(rest, service.id)
    expect(onRecord.opened).toBe(served + 1)
    expect(onRecord.refused).toBeGreaterThanOrEqual(refused)
    await unharmed()
    return `${served} served, ${refused} refused and on record, REST p99 ${inMs(p99)}, back in ${inMs(back.ms)}`
  },
)
