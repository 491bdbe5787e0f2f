import { describe, expect, it } from 'vitest'
import { Caller, Datagrams } from '../fixtures/clients.ts'
import { EngineRoom, portOf, tcp, udp } from '../fixtures/room.ts'

/** Connects until the service has decided: true when it serves. */
async function isServed(port: number, host = '127.0.0.1'): Promise<boolean> {
  const caller = await Caller.to(port, host)
  caller.send('x')
  const answered = caller.read(1).then(() => true)
  const turnedAway = Promise.race([caller.ended, caller.closed]).then(() => false)
  return Promise.race([answered, turnedAway]).catch(() => false)
}

describe('access', () => {
  it('is decided by the most specific range, on record with the range', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('echo', {
      access: { allow: ['127.0.0.0/8'], deny: ['127.0.0.2'], accessTimes: [] },
      listen: [tcp(0, '0.0.0.0')],
    })
    expect(await isServed(portOf(service))).toBe(true)
    const denied = await Caller.from('127.0.0.2', portOf(service))
    await Promise.race([denied.ended, denied.closed])
    const refused = await room.entry('connection.refused')
    expect(refused).toMatchObject({
      remoteAddress: '127.0.0.2',
      detail: { rule: 'deny', range: '127.0.0.2', count: 1 },
    })
  })

  it('changes on a running service without touching who is connected', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('echo')
    const before = await Caller.to(portOf(service))
    await before.send('x').read(1)
    service.update({ ...service.spec, access: { allow: [], deny: ['127.0.0.1'], accessTimes: [] } })
    await expect.poll(() => isServed(portOf(service))).toBe(false)
    expect(await before.send('y').read(2)).toBe('xy')
    expect(service.restartNeeded).toEqual([])
    service.update({ ...service.spec, access: { allow: [], deny: [], accessTimes: [] } })
    await expect.poll(() => isServed(portOf(service))).toBe(true)
  })

  it('counts for UDP, too', async () => {
    const room = await EngineRoom.open()
    const access = { allow: [], deny: ['127.0.0.0/8'], accessTimes: [] }
    const service = await room.start('echo', { listen: [udp(0)], access })
    const client = await Datagrams.open()
    client.send(portOf(service), 'x')
    expect((await room.entry('connection.refused')).transport).toBe('udp')
    expect(client.received).toEqual([])
  })
})

describe('limits', () => {
  it('maxConnectionsPerIp counts each address for itself', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('echo', {
      limits: { maxConnectionsPerIp: 1 },
      listen: [tcp(0, '0.0.0.0')],
    })
    const first = await Caller.to(portOf(service))
    await first.send('x').read(1)
    expect(await isServed(portOf(service))).toBe(false)
    const other = await Caller.from('127.0.0.2', portOf(service))
    expect(await other.send('x').read(1)).toBe('x')
    first.socket.end()
    await first.closed
    await expect.poll(() => isServed(portOf(service))).toBe(true)
  })

  it('connectionRate pauses the service, on record', async () => {
    const room = await EngineRoom.open()
    const connectionRate = { count: 3, seconds: 60, pauseSeconds: 60 }
    const service = await room.start('echo', { limits: { connectionRate } })
    const served: boolean[] = []
    for (let caller = 0; caller < 5; caller++) served.push(await isServed(portOf(service)))
    expect(served).toEqual([true, true, true, false, false])
    expect((await room.entry('connection.refused')).detail).toMatchObject({ rule: 'connection-rate' })
  })

  it('maxDurationMs ends even a busy connection', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('flood', { limits: { maxDurationMs: 400 } })
    await (
      await Caller.to(portOf(service))
    ).ended
    const { closeReason, openedAt, closedAt } = await room.ended(service)
    expect(closeReason).toBe('max-duration')
    expect((closedAt ?? 0) - openedAt).toBeGreaterThanOrEqual(400)
  })

  it.each(['flood', 'last-words'])(
    'slowPeerTimeoutMs ends a peer that does not read: %s',
    async (protocol) => {
      const room = await EngineRoom.open()
      const service = await room.start(protocol, { limits: { slowPeerTimeoutMs: 400 } })
      const caller = await Caller.to(portOf(service))
      caller.socket.removeAllListeners('data').pause()
      const { closeReason, openedAt, closedAt } = await room.ended(service)
      expect(closeReason).toBe('slow-peer')
      expect((closedAt ?? 0) - openedAt).toBeGreaterThanOrEqual(400)
    },
  )

  it('bandwidthBytesPerSecond holds a stream to its rate, both ways, and loses nothing', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('echo', { limits: { bandwidthBytesPerSecond: 200_000 } })
    const caller = await Caller.to(portOf(service))
    const data = 'switchboard '.repeat(10_000)
    const started = performance.now()
    caller.socket.end(data)
    await caller.closed
    const seconds = (performance.now() - started) / 1000
    expect(caller.received.toString()).toBe(data)
    expect(data.length / seconds).toBeLessThan(260_000)
    expect(await room.ended(service)).toMatchObject({ closeReason: 'peer-closed', bytesOut: data.length })
  })
})
