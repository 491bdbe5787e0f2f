import { describe, expect, it } from 'vitest'
import { Datagrams } from '../fixtures/clients.ts'
import { EngineRoom, portOf, tcp, udp } from '../fixtures/room.ts'

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

  it('gets longer replies on loopback from a protocol that cannot be shorter', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('long-winded', { listen })
    const client = await Datagrams.open()
    client.send(portOf(service), 'ab')
    expect(await client.read(1)).toEqual(['abab'])
  })

  it.each(['0.0.0.0', '::', '192.0.2.1'])(
    'reaches such a protocol on %s only where it is allowed',
    async (host) => {
      const room = await EngineRoom.open()
      const onlyHere = [udp(0, '127.0.0.2'), udp(0, '::1'), tcp(0, host)]
      const service = room.add('long-winded', { listen: onlyHere })
      expect(() => room.add('long-winded', { listen: [...onlyHere, udp(0, host)] })).toThrow(
        `/listen/3/host is "${host}"; long-winded over UDP answers longer than it is asked, and forged senders could ` +
          'aim that at others: use 127.0.0.1 or ::1, or set options.amplification to true',
      )
      const open = { ...service.spec, listen: [udp(0, host)], options: { amplification: true } }
      expect(room.manager.check(open)).toEqual(open)
      expect(() => room.manager.check({ ...open, options: {} })).toThrow('/listen/0/host')
    },
  )

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
