import { expect } from 'vitest'
import { Caller } from '../../packages/netcore/fixtures/clients.ts'
import { EngineRoom, portOf } from '../../packages/netcore/fixtures/room.ts'
import { row } from './fault.ts'
import { inMs, percentile99, timed } from './measure.ts'

row(
  { row: 37, what: 'a handler that blocks its engine for 2 s', expected: 'no restart, siblings p99 ≤ 50 ms' },
  async () => {
    const room = await EngineRoom.open({ engines: 2 })
    const bystander = await room.start('echo')
    const victim = await room.start('command')
    const before = room.manager.engines()
    const sibling = await Caller.to(portOf(bystander))
    const blocked = await Caller.to(portOf(victim))
    blocked.send('block')
    let isOver = false
    void blocked.ended.then(() => (isOver = true))
    const times: number[] = []
    while (!isOver) times.push((await timed(() => echo(sibling))).ms)
    const p99 = percentile99(times)
    expect(p99).toBeLessThanOrEqual(50)
    expect(room.manager.engines()).toEqual(before)
    expect(victim.state).toBe('running')
    return `siblings p99 ${inMs(p99)}`
  },
)

const echo = (caller: Caller) => caller.send('x').read(caller.received.length + 1)
