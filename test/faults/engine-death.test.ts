import { expect } from 'vitest'
import { Caller } from '../../packages/netcore/fixtures/clients.ts'
import { EngineRoom, portOf } from '../../packages/netcore/fixtures/room.ts'
import type { Service } from '../../packages/netcore/src/service.ts'
import { isFull, row, size } from './fault.ts'
import { inMs } from './measure.ts'

const MAY_TAKE_MS = 1000

/** Ways for an engine to die, as the protocol \`command\` of netcore's fixtures does them; the last two take seconds. */
const WAYS = ['exit', 'late-throw', 'kill', ...(isFull ? ['loop', 'oom'] : [])]

for (const way of WAYS) {
  row(
    {
      row: 33,
      what: `engine death: ${way}, ${timesOf(way)} times, each a first one`,
      expected: 'sibling connections stay, back ≤ 1 s after it was noticed',
    },
    async () => {
      let slowest = 0
      // Each time a new room: an engine that dies again and again is replaced later and later.
      for (let time = 0; time < timesOf(way); time++) slowest = Math.max(slowest, await survive(way))
      expect(slowest).toBeLessThanOrEqual(MAY_TAKE_MS)
      return `0 sibling failures, back after ${inMs(slowest)}`
    },
  )
}

const RESTART = { policy: 'always', delayMs: 50, maxDelayMs: 1000, burst: 100, intervalMs: 10_000 } as const

function timesOf(way: string): number {
  return way === 'loop' || way === 'oom' ? 1 : size(1, 5)
}

/** Answers in how many milliseconds the service was back; a sibling's connection must not have noticed. */
async function survive(way: string): Promise<number> {
  const room = await EngineRoom.open({ engines: 2 })
  const bystander = await room.start('echo')
  const victim = await room.start('command', { restart: RESTART })
  const sibling = await Caller.to(portOf(bystander))
  const ms = await dieAndReturn(room, victim, way)
  expect(await sibling.send('still here').read(10)).toBe('still here')
  expect((await room.ended(victim)).closeReason).toBe('engine-lost')
  return ms
}

/** Milliseconds from the loss, as the manager noticed it, until the service runs again on its port. */
async function dieAndReturn(room: EngineRoom, victim: Service, way: string): Promise<number> {
  const port = portOf(victim)
  const caller = await Caller.to(port)
  // What an engine has not yet told of a connection dies with it, 20 ms at most.
  const isKnown = () => room.manager.connections.list().some(({ serviceId }) => serviceId === victim.id)
  await expect.poll(isKnown, { interval: 5 }).toBe(true)
  const lost = new Promise<number>((resolve) => {
    const look = () => {
      if (victim.state !== 'backoff') return
      room.manager.off('service', look)
      resolve(performance.now())
    }
    room.manager.on('service', look)
  })
  caller.send(way)
  const since = await lost
  await expect.poll(() => victim.state, { interval: 5 }).toBe('running')
  expect(portOf(victim)).toBe(port)
  return performance.now() - since
}
