import { describe, expect, it } from 'vitest'
import { Datagrams } from '../fixtures/clients.ts'
import { EngineRoom, portOf, udp } from '../fixtures/room.ts'

const listen = [udp(0)]

describe('a UDP peer', () => {
  it('is a connection from its first datagram until it is idle', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('echo', { listen, limits: { maxConnections: 10, idleTimeoutMs: 300 } })
    const client = await Datagrams.open()
    client.send(portOf(service), 'one').send(portOf(service), '').send(portOf(service), 'three')
    expect(await client.read(3)).toEqual(['one', '', 'three'])
    expect(await room.ended(service)).toMatchObject({
      transport: 'udp',
      remotePort: client.socket.address().port,
      bytesIn: 8,
      bytesOut: 8,
      chunksIn: 3,
      messagesIn: 3,
      messagesOut: 3,
      closeReason: 'idle-timeout',
    })
    client.send(portOf(service), 'again')
    await client.read(4)
    await expect.poll(() => service.stats.totalConnections).toBe(2)
  })

  it('gets at most one reply for a datagram, never a longer one', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('talkative', { listen })
    const client = await Datagrams.open()
    client.send(portOf(service), 'ab')
    expect(await client.read(1)).toEqual(['ab'])
    const withheld = await room.entry('connection.reply-withheld')
    expect(withheld.detail).toEqual({ rule: 'amplification', bytes: 4, allowedBytes: 2 })
  })

  it('may get a longer reply where the user allows it, still only one', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('talkative', { listen, options: { amplification: true } })
    const client = await Datagrams.open()
    client.send(portOf(service), 'ab')
    const withheld = await room.entry('connection.reply-withheld')
    expect(withheld.detail).toMatchObject({ rule: 'one-reply' })
    expect(await client.read(1)).toEqual(['abab'])
  })

  it('is not answered when it is a service of ours: two echoes fall silent', async () => {
    const room = await EngineRoom.open({ engines: 2 })
    const first = await room.start('echo', { listen })
    // A free port that the second service takes after it has sent to the first: the same as a forged sender.
    const forger = await Datagrams.open()
    const port = forger.socket.address().port
    await forger.close()
    const second = await room.start('echo', { listen: [udp(port)] })
    expect(portOf(second)).toBe(port)
    const sender = await Datagrams.open()
    sender.send(portOf(first), 'x').send(port, 'x')
    await sender.read(2)
    expect(first.stats.messagesIn + second.stats.messagesIn).toBeLessThanOrEqual(2)
  })

  it('ends with its service', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('echo', { listen })
    const client = await Datagrams.open()
    await client.send(portOf(service), 'x').read(1)
    await service.stop()
    expect((await room.ended(service)).closeReason).toBe('service-stopped')
    expect(room.entries.map(({ type }) => type)).not.toContain('service.draining')
  })
})
