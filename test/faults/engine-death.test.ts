import { expect } from 'vitest'
import { Caller } from '../../packages/netcore/fixtures/clients.ts'
import { EngineRoom, portOf } from '../../packages/netcore/fixtures/room.ts'
import type { Service } from '../../packages/netcore/src/service.ts'
import { isFull, row, size } from './fault.ts'
import { inMs, percentile99 } from './measure.ts'

const MAY_TAKE_MS = 1000

/** How often the engine of a room dies before the next room has its turn. */
const IN_A_ROW = size(2, 5)

/** Ways for an engine to die, as the protocol `command` of netcore's fixtures does them; the last two take seconds. */
const WAYS = ['exit', 'late-throw', 'kill', ...(isFull ? ['loop', 'oom'] : [])]

for (const way of WAYS) {
  const rooms = size(1, way === 'loop' || way === 'oom' ? 2 : 20)
  row(
    {
      row: 33,
      what: `engine death: ${way}, ${rooms * IN_A_ROW} times, ${IN_A_ROW} in a row`,
      expected: 'sibling connections stay, p99 back ≤ 1 s after it was noticed',
    },
    async () => {
      const times: number[] = []
      for (let room = 0; room < rooms; room++) times.push(...(await survive(way)))
      const p99 = percentile99(times)
      expect(p99, times.map(inMs).join(' ')).toBeLessThanOrEqual(MAY_TAKE_MS)
      return `0 sibling failures, back after p99 ${inMs(p99)}, at most ${inMs(Math.max(...times))}`
    },
  )
}

const RESTART = {
  policy: 'on-failure',
  delayMs: 10,
  maxDelayMs: 1000,
  burst: 100,
  intervalMs: 10_000,
} as const

/** Answers after how many milliseconds the service was back, each time; a sibling's connection must not have noticed. */
async function survive(way: string): Promise<number[]> {
  const room = await EngineRoom.open({ engines: 2 })
  const bystander = await room.start('echo')
  const victim = await room.start('command', { restart: RESTART })
  const sibling = await Caller.to(portOf(bystander))
  const times: number[] = []
  while (times.length < IN_A_ROW) times.push(await dieAndReturn(room, victim, way))
  expect(await sibling.send('still here').read(10)).toBe('still here')
  const ends = room.entries.filter(({ type, serviceId }) => {
    return type === 'connection.closed' && serviceId === victim.id
  })
  expect(ends.map(({ detail }) => detail?.reason)).toEqual(times.map(() => 'engine-lost'))
  await room.manager.close({ drain: false })
  return times
}

/** Milliseconds from the loss, as the manager noticed it, until the service runs again on its port. */
async function dieAndReturn(room: EngineRoom, victim: Service, way: string): Promise<number> {
  const port = portOf(victim)
  const caller = await Caller.to(port)
  const lost = until(room, victim, 'backoff')
  caller.send(way)
  const since = await lost
  const back = await until(room, victim, 'running')
  expect(portOf(victim)).toBe(port)
  return back - since
}

/** Resolves with the time when the service is in that state. */
function until(room: EngineRoom, service: Service, state: Service['state']): Promise<number> {
  return new Promise((resolve) => {
    const look = () => {
      if (service.state !== state) return
      room.manager.off('service', look)
      resolve(performance.now())
    }
    room.manager.on('service', look)
    look()
  })
}
