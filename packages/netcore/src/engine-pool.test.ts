import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Caller } from '../fixtures/clients.ts'
import { catalogue } from '../fixtures/catalogue.ts'
import type { Doomed } from '../fixtures/doomed-manager.ts'
import { ENGINE_MODULE, EngineRoom, portOf } from '../fixtures/room.ts'
import { forkEngine } from './fork-engine.ts'
import { ServiceManager } from './service-manager.ts'
import { canTieProcesses } from './tied-process.ts'

describe('engines', () => {
  it('share the services', async () => {
    const room = await EngineRoom.open({ engines: 2 })
    for (let service = 0; service < 4; service++) await room.start('echo')
    expect(room.manager.engines().map(({ services }) => services)).toEqual([2, 2])
  })

  it('that were forked before are taken, whatever they said meanwhile; one that died is replaced', async () => {
    const [alive, dead] = [forkEngine(ENGINE_MODULE), forkEngine(ENGINE_MODULE)]
    dead.kill('SIGKILL')
    await once(dead, 'exit')
    await EngineRoom.open() // by when the one that was forked earlier has said that it is ready
    const room = await EngineRoom.open({ engines: 2, forked: [alive, dead] })
    const pids = room.manager.engines().map(({ pid }) => pid)
    expect(pids[0]).toBe(alive.pid)
    expect(pids[1]).not.toBe(dead.pid)
    for (let service = 0; service < 2; service++) await room.start('echo')
  })

  it('keep their services together when they are replaced, so that a harmful one meets no further siblings', async () => {
    const room = await EngineRoom.open({ engines: 2 })
    const services = []
    for (let service = 0; service < 4; service++) services.push(await room.start('echo'))
    await services[1]?.stop()
    await services[3]?.stop()
    process.kill(room.manager.engines()[0]?.pid ?? 0, 'SIGKILL')
    await room.entry('service.restarted', ({ serviceId }) => serviceId === 'svc_1')
    await room.entry('service.restarted', ({ serviceId }) => serviceId === 'svc_3')
    expect(room.manager.engines().map((engine) => engine.services)).toEqual([2, 0])
  })

  it.each([
    ['exits', 'exited with code 7'],
    ['is killed', 'ended by SIGKILL'],
  ])(
    'are replaced when one %s: its services run again on their ports, siblings notice nothing',
    async (how, reason) => {
      const room = await EngineRoom.open({ engines: 2 })
      const victim = await room.start('command')
      const sibling = await room.start('echo')
      const port = portOf(victim)
      const [lost, kept] = [await Caller.to(port), await Caller.to(portOf(sibling))]
      await kept.send('x').read(1)
      await room.entry('connection.opened', ({ serviceId }) => serviceId === victim.id)
      const restarted = room.entry('service.restarted')
      if (how === 'exits') lost.send('exit')
      else process.kill(room.manager.engines()[0]?.pid ?? 0, 'SIGKILL')
      expect((await room.entry('engine.lost')).detail).toMatchObject({ engineId: 1, reason })
      expect((await room.ended(victim)).closeReason).toBe('engine-lost')
      await restarted
      expect(victim.state).toBe('running')
      expect(portOf(victim)).toBe(port)
      expect(await (await Caller.to(port)).send('bye').read(3)).toBe('bye')
      expect(await kept.send('y').read(2)).toBe('xy')
      expect(sibling.state).toBe('running')
    },
  )

  it('take nobody down unrecorded: who was answered is on record', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('command')
    const caller = await Caller.to(portOf(service))
    await caller.send('answer and die').read(8)
    const { closeReason, remotePort } = await room.ended(service)
    expect({ closeReason, remotePort }).toEqual({
      closeReason: 'engine-lost',
      remotePort: caller.socket.localPort,
    })
  })

  it.each([
    ['hang', /^killed, because it left \d+ heartbeats unanswered$/],
    ['swell', /^killed, because it used \d+ MiB of memory$/],
  ])('are replaced when one is made to %s', { timeout: 20_000 }, async (how, reason) => {
    const room = await EngineRoom.open()
    const service = await room.start('command')
    const caller = await Caller.to(portOf(service))
    caller.send(how)
    expect((await room.entry('engine.lost')).detail).toMatchObject({ reason: expect.stringMatching(reason) })
    await room.entry('service.restarted')
    expect(await (await Caller.to(portOf(service))).send('bye').read(3)).toBe('bye')
  })

  it.each(['engine.ts', 'late-engine.ts'])(
    'end when the manager closes before they are ready: %s',
    async (module) => {
      const manager = new ServiceManager({
        catalogue,
        engineModule: new URL(`../fixtures/${module}`, import.meta.url),
        engines: 2,
        journal: async () => undefined,
        capture: async () => true,
        answer: async () => undefined,
      })
      const opening = manager.open()
      const pids = manager.engines().map(({ pid }) => pid ?? 0)
      expect(pids.every((pid) => pid > 0)).toBe(true)
      await Promise.all([
        expect(opening).rejects.toMatchObject({ code: 'engine-lost' }),
        manager.close({ drain: false }),
      ])
      for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    },
  )

  it.skipIf(!canTieProcesses())('end with their manager even while they hang', async () => {
    const manager = fork(fileURLToPath(new URL('../fixtures/doomed-manager.ts', import.meta.url)), {
      execArgv: [],
    })
    const [{ enginePid, endpoint }] = (await once(manager, 'message')) as [Doomed]
    onTestFinished(() => void (isRunning(enginePid) && process.kill(enginePid, 'SIGKILL')))
    const caller = await Caller.to(endpoint.transport === 'unix' ? endpoint.path : endpoint.port)
    expect(await caller.send('hang').read(11)).toBe('from now on')
    manager.kill('SIGKILL')
    await expect.poll(() => isRunning(enginePid)).toBe(false)
  })

  it('end when the manager closes', async () => {
    const room = await EngineRoom.open({ engines: 2 })
    const pids = room.manager.engines().map(({ pid }) => pid ?? 0)
    await room.manager.close({ drain: false })
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  })
})

/** False also for a zombie, which nobody may be there to bury. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
