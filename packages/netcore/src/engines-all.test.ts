import { describe, expect, it } from 'vitest'
import { Caller } from '../fixtures/clients.ts'
import { EngineRoom, portOf, tcp, udp } from '../fixtures/room.ts'

describe('engines: all', () => {
  it('share one address, and every connection is served and on record', async () => {
    const room = await EngineRoom.open({ engines: 2 })
    const service = await room.start('echo', {
      engines: 'all',
      listen: [tcp(0), udp(0)],
      limits: { maxConnections: null },
    })
    expect(room.manager.engines().map(({ services }) => services)).toEqual([1, 1])
    for (let call = 0; call < 40; call++) {
      expect(await (await Caller.to(portOf(service))).send('x').read(1)).toBe('x')
    }
    await expect.poll(() => service.stats.openConnections).toBe(40)
    const thief = room.start('echo', { listen: [tcp(portOf(service))] })
    await expect(thief).rejects.toMatchObject({
      code: 'address-in-use',
      context: { owner: { serviceId: service.id } },
    })
    await service.stop({ drainMs: 0 })
    expect(service.stats).toMatchObject({
      openConnections: 0,
      totalConnections: 40,
      bytesIn: 40,
      bytesOut: 40,
    })
    expect(room.entries.filter(({ type }) => type === 'connection.closed')).toHaveLength(40)
  })

  it('report an address that is taken, although they would share it', async () => {
    const room = await EngineRoom.open({ engines: 2 })
    const limits = { maxConnections: null }
    const first = await room.start('echo', { engines: 'all', limits })
    const second = room.start('echo', { engines: 'all', limits, listen: [tcp(portOf(first))] })
    await expect(second).rejects.toMatchObject({
      code: 'address-in-use',
      context: { owner: { serviceId: first.id } },
    })
  })

  it('lose one and get it back: degraded meanwhile, never silent, nothing counted is forgotten', async () => {
    const room = await EngineRoom.open({ engines: 2 })
    const service = await room.start('echo', { engines: 'all', limits: { maxConnections: null } })
    const port = portOf(service)
    for (let each = 0; each < 8; each++) await (await Caller.to(port)).send('x').read(1)
    await expect.poll(() => service.stats.bytesIn).toBe(8)
    process.kill(room.manager.engines()[0]?.pid ?? 0, 'SIGKILL')
    await room.entry('engine.lost')
    expect(service.state).toBe('degraded')
    expect(await (await Caller.to(port)).send('x').read(1)).toBe('x')
    await room.entry('service.recovered')
    expect(service.state).toBe('running')
    expect(portOf(service)).toBe(port)
    for (let each = 0; each < 8; each++) await (await Caller.to(port)).send('x').read(1)
    await expect.poll(() => service.stats.bytesIn).toBe(17)
  })

  it('share an address as well that was free only later', async () => {
    const room = await EngineRoom.open({ engines: 2 })
    const owner = await room.start('echo')
    const late = portOf(owner)
    const restart = {
      policy: 'always' as const,
      delayMs: 20,
      maxDelayMs: 1000,
      burst: 40,
      intervalMs: 10_000,
    }
    const limits = { maxConnections: null }
    const service = await room.start('echo', { engines: 'all', limits, restart, listen: [tcp(0), tcp(late)] })
    expect(service.state).toBe('degraded')
    await owner.stop()
    await room.entry('service.recovered')
    for (const { id, pid } of room.manager.engines()) {
      process.kill(pid ?? 0, 'SIGKILL')
      await room.entry('engine.lost', ({ detail }) => detail?.['engineId'] === id)
      expect(await (await Caller.to(late)).send('x').read(1)).toBe('x')
      await expect.poll(() => service.state).toBe('running')
    }
  })

  it('are refused where they could not count together, naming the limits', async () => {
    const room = await EngineRoom.open()
    const spread = (protocol: string, limits: object) => () => room.add(protocol, { engines: 'all', limits })
    const connectionRate = { count: 1, seconds: 1, pauseSeconds: 1 }
    expect(spread('echo', { maxConnections: 5, connectionRate })).toThrow(
      expect.objectContaining({
        code: 'limit-unenforceable',
        context: {
          errors: [
            expect.objectContaining({ path: '/limits/maxConnections' }),
            expect.objectContaining({ path: '/limits/connectionRate' }),
          ],
        },
      }),
    )
    expect(spread('roll-call', { maxConnections: null })).toThrow('roll-call is not stateless')
  })
})
