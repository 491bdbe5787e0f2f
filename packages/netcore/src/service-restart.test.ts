import { describe, expect, it } from 'vitest'
import { EngineRoom, portOf, tcp } from '../fixtures/room.ts'

describe('restart policy', () => {
  const restart = { policy: 'always' as const, delayMs: 20, maxDelayMs: 1000, burst: 4, intervalMs: 10_000 }

  it('tries a start that failed again until the address is free', async () => {
    const room = await EngineRoom.open()
    const owner = await room.start('echo')
    const service = room.add('echo', { listen: owner.endpoints, restart })
    await expect(service.start()).rejects.toMatchObject({ code: 'address-in-use' })
    expect(service.state).toBe('backoff')
    await owner.stop()
    await room.entry('service.restarted', ({ serviceId }) => serviceId === service.id)
    expect(service.state).toBe('running')
  })

  it('tells when the next start comes', async () => {
    const room = await EngineRoom.open()
    const owner = await room.start('echo')
    const service = room.add('echo', { listen: owner.endpoints, restart: { ...restart, delayMs: 1000 } })
    expect(service.restartAt).toBeNull()
    const before = Date.now()
    await service.start().catch(() => undefined)
    expect(service.restartAt).toBeGreaterThanOrEqual(before + 1000)
    expect(service.restartAt).toBeLessThanOrEqual(Date.now() + 1000)
    await service.stop()
    expect(service.restartAt).toBeNull()
  })

  it('tries the addresses that were wanted last, not those of the start that failed', async () => {
    const room = await EngineRoom.open()
    const owner = await room.start('echo')
    const service = room.add('echo', { listen: owner.endpoints, restart })
    await service.start().catch(() => undefined)
    service.update({ ...service.spec, listen: [tcp(0)] })
    await room.entry('service.restarted', ({ serviceId }) => serviceId === service.id)
    expect(service.state).toBe('running')
  })

  it('of a degraded service whose engine is lost does not forget the missing address', async () => {
    const room = await EngineRoom.open({ engines: 2 })
    const owner = await room.start('echo')
    const service = await room.start('echo', { listen: [tcp(0), tcp(portOf(owner))] })
    const port = portOf(service)
    process.kill(room.manager.engines()[1]?.pid ?? 0, 'SIGKILL')
    await room.entry('service.restarted', ({ serviceId }) => serviceId === service.id)
    expect(service).toMatchObject({ state: 'degraded', endpoints: [tcp(port)] })
    expect(service.failures).toHaveLength(1)
  })

  it('gives up after a burst, and starts afresh when asked to', async () => {
    const room = await EngineRoom.open()
    const owner = await room.start('echo')
    const service = room.add('echo', { listen: owner.endpoints, restart })
    await service.start().catch(() => undefined)
    await expect.poll(() => service.state).toBe('failed')
    const failures = room.entries.filter(({ type }) => type === 'service.failed')
    expect(failures.map(({ detail }) => detail?.restartInMs)).toEqual([20, 40, 80, undefined])
    await owner.stop()
    await service.start()
    expect(service.state).toBe('running')
  })

  it('is called off by a stop', async () => {
    const room = await EngineRoom.open()
    const owner = await room.start('echo')
    const service = room.add('echo', { listen: owner.endpoints, restart: { ...restart, delayMs: 100 } })
    await service.start().catch(() => undefined)
    await service.stop()
    await owner.restart({ drainMs: 0 })
    expect(service).toMatchObject({ state: 'stopped', stateReason: null })
  })
})
