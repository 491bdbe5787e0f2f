import { describe, expect, it } from 'vitest'
import { Caller, Datagrams } from '../fixtures/clients.ts'
import { EngineRoom, portOf, udp } from '../fixtures/room.ts'
import type { OperatorMessage } from './operator.ts'
import type { Service } from './service.ts'

const message = (text: string, some: Partial<OperatorMessage> = {}): OperatorMessage => ({
  data: Buffer.from(text),
  operator: null,
  toAll: false,
  ...some,
})

/** The id of the service's `index`th connection, once it is known. */
async function connectionOf(room: EngineRoom, service: Service, index = 0): Promise<string> {
  const opened = () =>
    room.entries.filter(({ type, serviceId }) => type === 'connection.opened' && serviceId === service.id)
  await expect.poll(() => opened().length).toBeGreaterThan(index)
  return opened()[index]?.connectionId ?? ''
}

describe('an operator', () => {
  it('speaks on a connection whenever, and the bytes are counted', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('listener')
    const caller = await Caller.to(portOf(service))
    const id = await connectionOf(room, service)
    expect(await room.manager.say(id, message('grüß dich', { operator: 'Ada' }))).toBe('sent')
    expect(await caller.read(11)).toBe('grüß dich')
    const told = await room.entry('listener.told')
    expect(told.detail).toEqual({ operator: 'Ada', toAll: false, outcome: 'sent' })
    caller.socket.end()
    expect(await room.ended(service)).toMatchObject({ bytesOut: 11, messagesOut: 1, messagesIn: 0 })
    expect(await room.manager.say(id, message('too late'))).toBe('closed')
    expect(await room.manager.say('unheard-of', message('hello?'))).toBe('closed')
  })

  it('speaks to everybody on a service, on all its engines', async () => {
    const room = await EngineRoom.open({ engines: 2 })
    const service = await room.start('listener', { engines: 'all', limits: { maxConnections: null } })
    const other = await room.start('listener')
    await Caller.to(portOf(other))
    const callers = await Promise.all(Array.from({ length: 20 }, () => Caller.to(portOf(service))))
    await connectionOf(room, service, 19)
    expect(await room.manager.sayToAll(service.id, message('hello', { toAll: true }))).toEqual({ sent: 20 })
    for (const caller of callers) expect(await caller.read(5)).toBe('hello')
    expect(await room.manager.sayToAll('unheard-of', message('hello'))).toEqual({})
  })

  it('cannot speak where the protocol lets nobody', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('echo')
    await Caller.to(portOf(service))
    const id = await connectionOf(room, service)
    expect(await room.manager.say(id, message('hello'))).toBe('mute')
    expect(await room.manager.sayToAll(service.id, message('hello'))).toEqual({ mute: 1 })
  })

  it('is told when the caller does not read, instead of piling messages up', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('listener')
    const caller = await Caller.to(portOf(service))
    caller.socket.pause()
    const id = await connectionOf(room, service)
    const long = message('x'.repeat(65_536))
    let sent = 0
    while ((await room.manager.say(id, long)) === 'sent') sent++
    // The kernel's buffers hold a few MiB; beyond them one message waits here, not one for each attempt.
    for (let more = 0; more < 20; more++) expect(await room.manager.say(id, long)).toBe('slow')
    caller.socket.resume()
    await caller.read(sent * 65_536)
    await expect.poll(() => room.manager.say(id, message('.'))).toBe('sent')
    expect(caller.received.length).toBeLessThanOrEqual(sent * 65_536 + 1)
  })

  it('ends one connection only when the protocol fails over it', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('listener')
    const caller = await Caller.to(portOf(service))
    const id = await connectionOf(room, service)
    expect(await room.manager.say(id, message('throw'))).toBe('closed')
    await caller.ended
    expect(await room.ended(service)).toMatchObject({
      closeReason: 'protocol-error',
      error: 'as you wished',
    })
    expect(service.state).toBe('running')
  })
})

describe('over UDP', () => {
  it('an operator may say a little for each datagram of the caller', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('listener', { listen: [udp(0)] })
    const caller = await Datagrams.open()
    caller.send(portOf(service), 'hi')
    const id = await connectionOf(room, service)
    const say = (text: string) => room.manager.say(id, message(text))
    for (let said = 0; said < 16; said++) expect(await say('longer than hi')).toBe('sent')
    expect(await say('one too many')).toBe('withheld')
    expect((await room.entry('connection.reply-withheld')).detail).toMatchObject({ rule: 'unasked' })
    caller.send(portOf(service), 'still here')
    await expect.poll(() => say('good')).toBe('sent')
    expect(await say('x'.repeat(65_507))).toBe('sent')
    expect(await say('x'.repeat(100))).toBe('withheld')
    expect(await caller.read(18)).toHaveLength(18)
  })

  it('an operator says nothing to a service of ours', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('listener', { listen: [udp(0)] })
    // A port that a service of ours takes after it was a caller's: the same as a forged sender.
    const forger = await Datagrams.open()
    const { port } = forger.socket.address()
    forger.send(portOf(service), 'hi')
    const id = await connectionOf(room, service)
    expect(await room.manager.say(id, message('hello'))).toBe('sent')
    await forger.close()
    await room.start('echo', { listen: [udp(port)] })
    await expect.poll(() => room.manager.say(id, message('hello'))).toBe('withheld')
    expect((await room.entry('connection.reply-withheld')).detail).toMatchObject({ rule: 'own-endpoint' })
  })
})
