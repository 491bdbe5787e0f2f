import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Caller } from '../fixtures/clients.ts'
import { EngineRoom, portOf, tcp, udp } from '../fixtures/room.ts'

describe('start', () => {
  it('takes free ports and tells which', async () => {
    const room = await EngineRoom.open()
    const service = room.add('echo', { listen: [tcp(0), udp(0)] })
    expect(service).toMatchObject({ state: 'stopped', endpoints: [], startedAt: null })
    await service.start()
    expect(service).toMatchObject({ state: 'running', stateReason: null, startedAt: expect.any(Number) })
    expect(service.endpoints).toEqual([tcp(portOf(service, 0)), udp(portOf(service, 1))])
    expect(portOf(service)).toBeGreaterThan(0)
    expect((await room.entry('service.started')).serviceName).toBe('echo-1')
  })

  it('does nothing when the service runs already', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('echo')
    const endpoints = service.endpoints
    await service.start()
    expect(service.endpoints).toBe(endpoints)
  })

  it('fails on an address that a sibling holds, names the sibling, and works once it is free', async () => {
    const room = await EngineRoom.open({ engines: 2 })
    const first = await room.start('echo')
    const second = room.add('echo', { listen: [tcp(portOf(first))] })
    await expect(second.start()).rejects.toMatchObject({
      code: 'address-in-use',
      context: { address: tcp(portOf(first)), owner: { serviceId: first.id, name: 'echo-1' } },
    })
    expect(second).toMatchObject({ state: 'failed', endpoints: [], stateReason: { code: 'address-in-use' } })
    expect((await room.entry('service.failed')).serviceId).toBe(second.id)
    await first.stop()
    await second.start()
    expect(second.state).toBe('running')
  })

  it('fails on an address that an outsider holds, without an owner', async () => {
    const outsider = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void outsider.close())
    await once(outsider, 'listening')
    const { port } = outsider.address() as AddressInfo
    const room = await EngineRoom.open()
    const error = await room.start('echo', { listen: [tcp(port)] }).catch((caught: unknown) => caught)
    expect(error).toMatchObject({
      code: 'address-in-use',
      message: expect.stringContaining(`tcp 127.0.0.1:${port}`),
    })
    expect(error).not.toHaveProperty('context.owner')
  })

  it('fails on an address that this machine does not have', async () => {
    const room = await EngineRoom.open()
    const start = room.start('echo', { listen: [tcp(0, '192.0.2.1')] })
    await expect(start).rejects.toMatchObject({ code: 'address-not-available' })
  })

  it('refuses options, transports and protocols that do not exist, by their place', async () => {
    const room = await EngineRoom.open()
    const error = (settings: object, protocol = 'echo') => {
      try {
        return void room.add(protocol, settings)
      } catch (caught) {
        return caught
      }
    }
    expect(error({ options: { colour: 'red' } })).toMatchObject({
      code: 'invalid-options',
      context: { errors: [{ path: '/options/colour' }] },
    })
    expect(error({}, 'gopher')).toMatchObject({
      code: 'unknown-protocol',
      context: { errors: [{ path: '/protocol' }] },
    })
    expect(room.manager.services()).toEqual([])
  })
})

describe('a service with several addresses', () => {
  it('is degraded while some are missing, each with its reason, and heals by a start', async () => {
    const room = await EngineRoom.open()
    const owner = await room.start('echo')
    const held = tcp(portOf(owner))
    const service = await room.start('echo', { listen: [tcp(0), held, tcp(0, '192.0.2.1')] })
    expect(service.state).toBe('degraded')
    expect(service.endpoints).toHaveLength(1)
    expect(service.failures).toMatchObject([
      { address: held, code: 'address-in-use', owner: { serviceId: owner.id, name: 'echo-1' } },
      { address: tcp(0, '192.0.2.1'), code: 'address-not-available' },
    ])
    expect(service.stateReason?.message).toContain('2 of 3 addresses are missing')
    expect(await (await Caller.to(portOf(service))).send('here').read(4)).toBe('here')
    service.update({ ...service.spec, listen: [tcp(0), held] })
    await owner.stop()
    await service.restart({ drainMs: 0 })
    expect(service).toMatchObject({ state: 'running', failures: [] })
  })

  it('tries the missing ones again by itself where the restart policy is always', async () => {
    const room = await EngineRoom.open()
    const owner = await room.start('echo')
    const held = tcp(portOf(owner))
    const restart = { policy: 'always' as const, delayMs: 20, maxDelayMs: 100, burst: 5, intervalMs: 10_000 }
    const service = await room.start('echo', { listen: [tcp(0), held], restart })
    await owner.stop()
    await room.entry('service.recovered')
    expect(service).toMatchObject({ state: 'running', failures: [] })
    expect(service.endpoints).toContainEqual(held)
    expect(await (await Caller.to(held.transport === 'tcp' ? held.port : 0)).send('x').read(1)).toBe('x')
  })
})

describe('stop', () => {
  it('refuses new peers at once, lets open ones finish, and keeps the numbers', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('echo')
    const port = portOf(service)
    const caller = await Caller.to(port)
    await caller.send('before').read(6)
    const stopped = service.stop()
    await room.entry('service.draining')
    expect(service.state).toBe('draining')
    expect(await new Caller({ port, host: '127.0.0.1' }).closed).toBe('ECONNREFUSED')
    await caller.send(' after').read(12)
    caller.socket.end()
    await stopped
    expect(service).toMatchObject({ state: 'stopped', endpoints: [], startedAt: null })
    expect(service.stats).toMatchObject({
      openConnections: 0,
      totalConnections: 1,
      bytesIn: 12,
      bytesOut: 12,
    })
    expect((await room.ended(service)).closeReason).toBe('peer-closed')
    await service.start()
    expect(service.stats.totalConnections).toBe(0)
    expect(service.totals).toMatchObject({ totalConnections: 1, bytesIn: 12, bytesOut: 12 })
  })

  it('cuts at the deadline', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('echo')
    const caller = await Caller.to(portOf(service))
    await caller.send('x').read(1)
    const started = performance.now()
    await service.stop({ drainMs: 300 })
    const took = performance.now() - started
    expect(took).toBeGreaterThanOrEqual(295)
    expect(took).toBeLessThan(300 + 250)
    await caller.ended
    expect((await room.ended(service)).closeReason).toBe('service-stopped')
  })

  it('is brought forward by a second stop, never put off', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('echo')
    await (await Caller.to(portOf(service))).send('x').read(1)
    const first = service.stop({ drainMs: 60_000 })
    await room.entry('service.draining')
    await Promise.all([first, service.stop({ drainMs: 0 })])
    expect(service.state).toBe('stopped')
  })

  it('frees the address for the next start', async () => {
    const room = await EngineRoom.open({ engines: 2 })
    const service = await room.start('echo', { listen: [tcp(0), udp(0)] })
    const listen = service.endpoints
    service.update({ ...service.spec, listen })
    for (let round = 0; round < 5; round++) await service.restart({ drainMs: 0 })
    expect(service.endpoints).toEqual(listen)
    expect(await (await Caller.to(portOf(service))).send('again').read(5)).toBe('again')
  })
})

describe('update', () => {
  it('applies options to new connections and names what waits for a restart', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('echo')
    const before = await Caller.to(portOf(service))
    await before.send('x').read(1)
    const framing = { kind: 'lines', maxBytes: 3 }
    service.update({ ...service.spec, options: { framing }, listen: [tcp(0), tcp(0)] })
    expect(service.restartNeeded).toEqual(['listen'])
    const after = await Caller.to(portOf(service))
    after.send('12345\n')
    expect((await room.ended(service)).closeReason).toBe('protocol-error')
    expect(await before.send('still raw').read(10)).toBe('xstill raw')
    await service.restart({ drainMs: 0 })
    expect(service.restartNeeded).toEqual([])
    expect(service.endpoints).toHaveLength(2)
  })
})

describe('orders', () => {
  it('are carried out in turn: whatever comes last is what holds', async () => {
    const room = await EngineRoom.open({ engines: 2 })
    const service = room.add('echo')
    const orders = Array.from({ length: 60 }, (_, index) =>
      index % 3 === 0
        ? service.start()
        : index % 3 === 1
          ? service.stop({ drainMs: 0 })
          : service.restart({ drainMs: 0 }),
    )
    await Promise.all(orders)
    expect(service.state).toBe('running')
    expect(await (await Caller.to(portOf(service))).send('here').read(4)).toBe('here')
  })
})
