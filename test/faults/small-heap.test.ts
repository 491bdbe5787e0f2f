import { expect } from 'vitest'
import { portOf } from '../support/services.ts'
import { gather, storm } from './crowd.ts'
import { row, size } from './fault.ts'
import { countEntries, tally } from './journal.ts'
import { inMs, watchRest } from './measure.ts'
import { openScene } from './scene.ts'

const HEAP_MIB = 128

row(
  {
    row: 37,
    what: `a heap of ${HEAP_MIB} MiB for each process, ${size(300, 5000)} idle connections, then ${size(500, 10_000)} more`,
    expected: 'all served and on record, no process lost',
  },
  async () => {
    const env = { NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB}` }
    const { rest, start, unharmed } = await openScene({ env })
    const target = await start('echo', { limits: { maxConnections: null, idleTimeoutMs: null } })
    const watch = watchRest(rest)
    const idle = await gather(portOf(target), size(300, 5000))
    const calls = await storm(portOf(target), size(500, 10_000))
    const p99 = await watch.stop()
    expect(idle).toMatchObject({ served: size(300, 5000), refused: 0 })
    expect(calls).toEqual({ served: size(500, 10_000), refused: 0 })
    await rest.post(`/services/${target.id}/stop`, { drainMs: 0 })
    const all = idle.served + calls.served
    expect(await tally(rest, target.id)).toEqual({ opened: all, closed: all, refused: 0 })
    expect(await countEntries(rest, 'engine.lost')).toBe(0)
    await unharmed()
    return `${all} served and on record, 0 processes lost, REST p99 ${inMs(p99)}`
  },
)
